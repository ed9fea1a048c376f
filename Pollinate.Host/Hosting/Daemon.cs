using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Generations;
using Pollinate.Host.Http;
using Pollinate.Host.Listening;
using Pollinate.Host.Logging;
using Pollinate.Host.Redaction;
using Pollinate.Host.Stopping;
using Pollinate.Host.Telemetry;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Hosting;

/// <summary>
/// Puts together what lasts as long as the process: the server, the log, and the generation in force, which has the rest of
/// a request's way.
/// </summary>
internal static class Daemon
{
    public static WebApplication Build(
        ConfigurationSnapshot configuration, CurrentGeneration generation, Listener listener, Redactor redactor)
    {
        // Empty: neither an appsettings.json nor an ASPNETCORE_ variable has a say in what this daemon does.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        var drain = new Drain();
        var limits = configuration.Bind<OsloMiddlewareOptions>();
        builder.Configuration.AddOslo(configuration);
        builder.Logging.AddPollinateLogging(configuration.Bind<DefaultOptions>(), redactor);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.MaxRequestBodySize ?? new OsloMiddlewareOptions().MaxRequestBodySize;
            listener.Listen(kestrel, drain);
        });
        listener.AddServices(builder.Services);
        // Whoever stops it says how long that may take.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services
            .AddSingleton(drain).AddSingleton(generation).AddSingleton<IPluginFailures>(generation).AddSingleton(TimeProvider.System)
            .AddSingleton(redactor).AddSingleton(new RequestStatistics(TimeProvider.System, Instruments.RequestDuration)).AddSingleton<AccessLog>().AddSingleton<ErrorBoundary>()
            .AddSingleton(provider => new Entrance(provider.GetRequiredService<ErrorBoundary>().HandleAsync))
            .AddContainment();
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<Entrance>().HandleAsync);
        return app;
    }
}
