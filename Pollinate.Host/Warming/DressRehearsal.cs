using Pollinate.Host.Authorization;
using Pollinate.Host.Http;
using Pollinate.Host.Logging;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Telemetry;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Warming;

/// <summary>
/// The first guest's request itself, but for the providers of the configuration: it is measured and has its line in the log, and
/// nobody sees either. Safe for any thread.
/// </summary>
internal sealed class DressRehearsal : IAsyncDisposable
{
    private readonly ProviderPipeline _pipeline;
    private readonly RehearsedInstruments _instruments = new();
    private readonly LoggerFactory _loggers;
    private readonly ProviderStatistics _statistics;
    private readonly RequestWay _way;

    /// <param name="services">The generation's.</param>
    /// <param name="pipeline">The daemon's own provider alone; disposed with the rehearsal.</param>
    /// <param name="boundary">The first step.</param>
    /// <param name="log">The log.</param>
    public DressRehearsal(IServiceProvider services, ProviderPipeline pipeline, ErrorBoundary boundary, LogProvider log)
    {
        var time = services.GetRequiredService<TimeProvider>();
        _pipeline = pipeline;
        _loggers = new([new RehearsedLog(log)]);
        _statistics = new(WarmUpProvider.ProviderName, log.Redactor, time, _instruments.Durations);
        _way = WayTo(pipeline, services);
        Handle = boundary.Rehearsing(
            (_, context) => GoAsync(context),
            new(time, _loggers.CreateLogger<AccessLog>()),
            new(time, _instruments.Durations)).HandleAsync;
    }

    /// <summary>The whole of a request's way.</summary>
    public RequestDelegate Handle { get; }

    /// <summary>
    /// A request's way to a pipeline. Whether the daemon's own user might ask for vendordata is no question here.
    /// </summary>
    public static RequestWay WayTo(ProviderPipeline pipeline, IServiceProvider services) => ActivatorUtilities.CreateInstance<RequestWay>(
        services,
        new CallerAuthorization(policy: null, services.GetRequiredService<DenialLog>()),
        new VendordataEndpoint(pipeline));

    public async ValueTask DisposeAsync()
    {
        await _pipeline.DisposeAsync();
        _loggers.Dispose();
        _instruments.Dispose();
    }

    private async Task GoAsync(HttpContext context)
    {
        await _way.HandleAsync(context);
        _statistics.Count(OutcomeKind.Ok, reason: null, TimeSpan.Zero);
    }
}
