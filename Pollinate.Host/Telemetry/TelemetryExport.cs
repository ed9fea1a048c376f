using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Telemetry;

/// <summary>Collects what is measured, for Prometheus and for OTLP, and the spans for the latter; as long as the daemon lives.</summary>
internal sealed class TelemetryExport : IAsyncDisposable
{
    private const string RuntimeMeter = "System.Runtime";
    private const string KestrelMeter = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>
    /// The most label sets of one metric. Memory for all of them is set aside at the start; whatever comes beyond is counted
    /// together under <c>otel_metric_overflow</c>.
    /// </summary>
    private const int MostSeries = 300;
    private const int MostSeriesOfProviders = 2000;

    /// <summary>How long what has not been sent yet may take at the end.</summary>
    private const int EndMilliseconds = 1000;

    private readonly TracerProvider? _tracer;

    private TelemetryExport(MeterProvider? meter, TracerProvider? tracer)
    {
        Meter = meter;
        _tracer = tracer;
    }

    /// <summary>What Prometheus is answered from; null when nobody asks and nothing is sent.</summary>
    public MeterProvider? Meter { get; }

    /// <param name="snapshot">Says what is wanted.</param>
    /// <param name="redactor">Takes secrets out of spans.</param>
    /// <param name="loggers">The log.</param>
    public static TelemetryExport Start(ConfigurationSnapshot snapshot, Redactor redactor, ILoggerFactory loggers)
    {
        // Whatever flows with the caller is not to stay with the threads that are started here.
        using (ExecutionContext.SuppressFlow())
        {
            var target = new OtlpTarget(snapshot.Bind<OtlpOptions>(), Environment.GetEnvironmentVariable, new(loggers.CreateLogger<OtlpWatch>()));
            var isScraped = snapshot.Bind<AdminOptions>().Enabled;
            return new(
                isScraped || target.SendsMetrics ? CreateMeter(isScraped, target) : null,
                target.SendsTraces ? CreateTracer(target, snapshot.Bind<OtlpOptions>().SampleRatio, redactor) : null);
        }
    }

    /// <summary>Which figures are kept, and how many of each.</summary>
    public static MeterProviderBuilder AddViews(MeterProviderBuilder builder) => builder.AddView(static instrument => instrument.Name switch
    {
        // They name exceptions, of plugins among them; or tell of protocols that are off.
        "dotnet.exceptions" or "kestrel.queued_requests" or "kestrel.upgraded_connections"
            or "kestrel.connection.duration" or "kestrel.tls_handshake.duration" => MetricStreamConfiguration.Drop,
        // Their names would be those of histograms to Prometheus.
        "dotnet.assembly.count" or "dotnet.process.cpu.count" or "dotnet.timer.count" => MetricStreamConfiguration.Drop,
        // Without paths of sockets, the one among them that the daemon warmed up on.
        var name when name.StartsWith("kestrel.", StringComparison.Ordinal) => new() { CardinalityLimit = MostSeries, TagKeys = ["server.port"] },
        _ => new() { CardinalityLimit = instrument.Name.StartsWith("pollinate.provider", StringComparison.Ordinal) ? MostSeriesOfProviders : MostSeries },
    });

    public async ValueTask DisposeAsync()
    {
        // Blocks while the last of it is sent, or not taken.
        await Task.Run(() =>
        {
            _tracer?.Shutdown(EndMilliseconds);
            Meter?.Shutdown(EndMilliseconds);
            _tracer?.Dispose();
            Meter?.Dispose();
        });
    }

    private static MeterProvider CreateMeter(bool isScraped, OtlpTarget target)
    {
        var builder = AddViews(Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Instruments.MeterName, RuntimeMeter, KestrelMeter));
        if (isScraped)
        {
            builder.AddPrometheusExporter(options =>
            {
                options.ScopeInfoEnabled = false;
                options.TargetInfoEnabled = false;
                options.ScrapeResponseCacheDurationMilliseconds = 0;
            });
        }

        if (target.SendsMetrics)
            builder.AddOtlpExporter(target.Metrics);
        return builder.Build();
    }

    private static TracerProvider CreateTracer(OtlpTarget target, double? ratio, Redactor redactor)
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(Tracing.SourceName)
            // Before the exporter, which sees what it has left.
            .AddProcessor(new RedactingProcessor(redactor));
        if (ratio is { } share)
            builder.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(share)));
        return builder.AddOtlpExporter(target.Traces).Build();
    }

    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService("nova-pollinate", serviceVersion: BuildVersion.Text, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}")
        .AddTelemetrySdk()
        // Last: what the operator says counts.
        .AddEnvironmentVariableDetector();
}
