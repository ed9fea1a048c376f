using System.Net.Sockets;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Http;
using Pollinate.Host.Redaction;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Admin;

/// <summary>
/// The listener for operators: a server of its own, so that no request of a stranger's can find its way to it, and none of
/// theirs makes it slower or waits for it.
/// </summary>
internal sealed class AdminServer : IAsyncDisposable
{
    /// <summary>Far more than an operator and the monitoring need.</summary>
    private const int MaximumConnections = 64;

    private readonly WebApplication _app;

    private AdminServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>Starts it, if it is wanted.</summary>
    /// <param name="options">Where.</param>
    /// <param name="served">The server that Nova asks; it needs not have started.</param>
    /// <param name="telemetry">What is measured; it collects for this listener when the options want it.</param>
    /// <param name="view">What can be seen of the daemon.</param>
    /// <returns>Null when it is not wanted.</returns>
    /// <exception cref="StartException">It can't listen there.</exception>
    public static async Task<AdminServer?> StartAsync(AdminOptions options, WebApplication served, TelemetryExport telemetry, DaemonView view)
    {
        if (!options.Enabled)
            return null;
        var status = new StatusPage(view, served.Services.GetRequiredService<Redactor>(), served.Urls, TimeProvider.System);
        var boundary = served.Services.GetRequiredService<ErrorBoundary>().Around(async (generation, context) =>
        {
            view.OperatorCame();
            try
            {
                await generation.Services.GetRequiredService<AdminWay>().HandleAsync(context, PortOf(served), status);
            }
            finally
            {
                view.OperatorWent();
            }
        });
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(served.Services.GetRequiredService<ILoggerFactory>());
        var endpoints = ListenAddress.Resolve(options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaximumConnections;
            // Nothing here has a body.
            kestrel.Limits.MaxRequestBodySize = 0;
            foreach (var endpoint in endpoints)
                kestrel.Listen(endpoint);
        });
        var app = builder.Build();
        var guard = new AdminGuard(endpoints);
        app.Use((context, next) => guard.Admits(context, out var refused) ? next(context) : refused);
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            telemetry.Meter!, static context => context.Request.Path.Value == AdminWay.Metrics, path: null, configureBranchedPipeline: null, optionsName: null);
        app.Run(boundary.HandleAsync);
        try
        {
            await app.StartAsync();
            return new(app);
        }
        catch (Exception exception)
        {
            await app.DisposeAsync();
            if (exception is not (IOException or SocketException))
                throw;
            throw new StartException(
                [$"[admin] host and port can't be listened on: {exception.Message.TrimEnd('.')}; set [admin] port to a free one, or [admin] enabled = false."]);
        }
    }

    /// <summary>Ends it at once: whoever still asks is an operator, and can ask again.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The checks of the health are those of the port that the load balancer asks.</summary>
    private static int PortOf(WebApplication served) =>
        served.Urls.Select(BindingAddress.Parse).FirstOrDefault(address => !address.IsUnixPipe)?.Port ?? 0;
}
