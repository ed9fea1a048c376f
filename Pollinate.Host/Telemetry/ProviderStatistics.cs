using System.Diagnostics.Metrics;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Telemetry;

/// <summary>
/// What one provider has done since the daemon was started, whatever generations it was part of. Takes no lock. Safe for any
/// thread.
/// </summary>
/// <param name="name">Its key in the answer.</param>
/// <param name="redactor">Takes secrets out of its failures.</param>
/// <param name="time">The clock.</param>
/// <param name="durations">Where the durations of its calls go.</param>
internal sealed class ProviderStatistics(string name, Redactor redactor, TimeProvider time, Histogram<double> durations)
{
    private const int LongestFailure = 400;

    private static readonly int Kinds = Enum.GetValues<OutcomeKind>().Length;

    private readonly KeyValuePair<string, object?> _label = new("provider", name);
    private readonly long[] _calls = new long[Kinds];
    private LastFailure? _lastFailure;

    public string Name => name;

    /// <summary>The last five minutes of the calls that began.</summary>
    public RecentCalls Recent { get; } = new(time);

    /// <summary>Null when nothing ever went wrong.</summary>
    public LastFailure? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Calls of every kind but those that nobody waited for.</summary>
    public long Calls => Outcomes.Sum(outcome => outcome.Calls);

    public long Failures => CallsOf(OutcomeKind.Failed) + CallsOf(OutcomeKind.TimedOut);

    /// <summary>How calls ended, and how many did.</summary>
    public IEnumerable<(string Outcome, long Calls)> Outcomes =>
        from kind in Enum.GetValues<OutcomeKind>()
        where kind != OutcomeKind.Running
        select (NameOf(kind), CallsOf(kind));

    /// <summary>Takes notice of how a call ended.</summary>
    /// <param name="kind">How.</param>
    /// <param name="reason">Of a failure what it was.</param>
    /// <param name="duration">How long it ran; null when it did not begin.</param>
    public void Count(OutcomeKind kind, string? reason, TimeSpan? duration)
    {
        // Its time was spent before its turn came.
        if (duration is null && kind == OutcomeKind.TimedOut)
            kind = OutcomeKind.NotBegun;
        Interlocked.Increment(ref _calls[(int)kind]);
        if (duration is { } length)
        {
            Recent.Add(length, kind is OutcomeKind.Failed or OutcomeKind.TimedOut);
            if (durations.Enabled)
                durations.Record(length.TotalSeconds, _label);
        }

        if (kind is OutcomeKind.Failed or OutcomeKind.TimedOut && reason is not null)
            Fail(reason);
    }

    /// <summary>Takes notice of what went wrong.</summary>
    public void Fail(string reason) => Volatile.Write(ref _lastFailure, new(time.GetUtcNow(), Brief(reason)));

    /// <summary>An outcome as it is called in labels.</summary>
    public static string NameOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Ok => "ok",
        OutcomeKind.Nothing => "nothing",
        OutcomeKind.Failed => "failed",
        OutcomeKind.TimedOut => "timed_out",
        OutcomeKind.Abandoned => "abandoned",
        OutcomeKind.LeftOut => "left_out",
        _ => "not_begun",
    };

    private long CallsOf(OutcomeKind kind) => Interlocked.Read(ref _calls[(int)kind]);

    // Redacted before it is cut: half a secret would not be known for one.
    private string Brief(string reason)
    {
        var text = redactor.Redact(reason);
        var line = text.Split('\n', 2)[0].TrimEnd();
        return line.Length <= LongestFailure ? line : line[..LongestFailure] + "…";
    }
}
