using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Pollinate.Host.Telemetry;

/// <summary>
/// An instrument like those of <see cref="Instruments"/> whose figures nobody reads, so that measuring is rehearsed and no
/// figure counts a request that was none.
/// </summary>
internal sealed class RehearsedInstruments : IDisposable
{
    private const string Name = "Pollinate.WarmUp";

    private readonly Meter _meter = new(Name);
    private readonly MeterProvider? _reader;

    public RehearsedInstruments()
    {
        // As long as somebody reads the daemon's own.
        if (Instruments.RequestDuration.Enabled)
        {
            _reader = TelemetryExport.AddViews(Sdk.CreateMeterProviderBuilder().AddMeter(Name))
                .AddReader(new BaseExportingMetricReader(new Nowhere()))
                .Build();
        }

        Durations = _meter.CreateHistogram("pollinate.rehearsed.duration", "s", advice: Instruments.ToNovasPatience);
    }

    public Histogram<double> Durations { get; }

    public void Dispose()
    {
        _meter.Dispose();
        _reader?.Dispose();
    }

    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
