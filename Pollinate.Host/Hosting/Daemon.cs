using System.Net;
using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Health;
using Pollinate.Host.Http;
using Pollinate.Host.Logging;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.RequestIds;
using Pollinate.Host.Secrets;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Hosting;

/// <summary>Puts the daemon together: the services, and a request's way through them.</summary>
internal static class Daemon
{
    public static WebApplication Build(ConfigurationSnapshot configuration, PluginStore store, IReadOnlyList<IPEndPoint> listen)
    {
        // Empty: neither an appsettings.json nor an ASPNETCORE_ variable has a say in what this daemon does.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        var limits = configuration.Bind<OsloMiddlewareOptions>();
        builder.Configuration.AddOslo(configuration);
        builder.Logging.AddPollinateLogging(configuration.Bind<DefaultOptions>());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.MaxRequestBodySize ?? new OsloMiddlewareOptions().MaxRequestBodySize;
            kestrel.Listen(listen);
        });
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddPollinateOptions(configuration)
            .AddOpenStackSession()
            .AddKeystoneAuthentication()
            .AddSecrets()
            .AddLookups()
            .AddPipeline(store)
            .AddContainment()
            .AddSingleton<VendordataEndpoint>()
            .AddSingleton<Surface>();

        var app = builder.Build();
        app.UseMiddleware<ErrorBoundary>();
        app.UseHealthcheck();
        app.UseKeystoneAuthentication();
        app.UseRequestIds();
        app.UseSecretsTest();
        app.Run(app.Services.GetRequiredService<Surface>().HandleAsync);
        return app;
    }
}
