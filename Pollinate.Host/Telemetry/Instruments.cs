using System.Diagnostics.Metrics;

namespace Pollinate.Host.Telemetry;

/// <summary>
/// What is measured as it happens. Each costs next to nothing while nobody listens. What can be read when somebody asks is in
/// <see cref="DaemonGauges"/> instead. No label ever names an instance, a user, a project or a token.
/// </summary>
internal static class Instruments
{
    /// <summary>The name of every meter of the daemon's own.</summary>
    public const string MeterName = "Pollinate";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Nova waits 5 seconds unless it is told otherwise.</summary>
    public static readonly InstrumentAdvice<double> ToNovasPatience = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    /// <summary>Requests, by endpoint, status and outcome.</summary>
    public static readonly Histogram<double> RequestDuration = Meter.CreateHistogram(
        "pollinate.request.duration", "s", "How long requests took, from their head to the end of the answer.", advice: ToNovasPatience);

    /// <summary>Calls of providers, by provider.</summary>
    public static readonly Histogram<double> ProviderDuration = Meter.CreateHistogram(
        "pollinate.provider.duration", "s", "How long calls of providers ran, of those that began.", advice: ToNovasPatience);

    /// <summary>Calls of services, by service and outcome.</summary>
    public static readonly Histogram<double> BackEndDuration = Meter.CreateHistogram(
        "pollinate.backend.duration", "s", "How long calls of other services took, with their repeats and the body.", advice: ToNovasPatience);

    /// <summary>Answers that lack a provider's part.</summary>
    public static readonly Counter<long> IncompleteAnswers = Meter.CreateCounter<long>(
        "pollinate.incomplete.answers", description: "Answers from which a provider is missing that failed, was too late or is left out.");
}
