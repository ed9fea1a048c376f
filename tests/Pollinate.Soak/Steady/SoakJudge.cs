using System.Collections.Immutable;
using System.Diagnostics;
using Pollinate.Soak.Faults;
using Pollinate.Soak.Load;

namespace Pollinate.Soak.Steady;

/// <summary>Looks at every answer: what is missing must be for a fault in force. Safe for any thread.</summary>
/// <param name="latest">The longest that an answer may take.</param>
internal sealed class SoakJudge(TimeSpan latest)
{
    private const int MostFailures = 10;

    private readonly Lock _gate = new();
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly List<string> _failures = [];
    private ImmutableList<FaultWindow> _windows = [];
    private long _slowest;
    private long _answers;
    private long _whole;
    private long _without;
    private long _refused;
    private long _failed;

    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Those with all the data of all providers.</summary>
    public long Whole => Interlocked.Read(ref _whole);

    /// <summary>Those without data for a fault in force.</summary>
    public long Without => Interlocked.Read(ref _without);

    /// <summary>Those that were refused for a fault in force: Keystone is asked about each token every few minutes.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Those that no fault in force explains.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public TimeSpan Slowest => TimeSpan.FromTicks(Interlocked.Read(ref _slowest));

    /// <summary>The first failures.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_gate)
                return [.. _failures];
        }
    }

    /// <summary>A fault begins; it is in force until it is said when it ends.</summary>
    public FaultWindow Begin(BackEnd backEnd, Trouble trouble)
    {
        var window = new FaultWindow(backEnd, trouble, Stopwatch.GetTimestamp(), long.MaxValue);
        ImmutableInterlocked.Update(ref _windows, windows => windows.Add(window));
        return window;
    }

    /// <summary>It has ended, and the daemon has some seconds to be over it.</summary>
    public void End(FaultWindow window)
    {
        var over = window with { Ended = Stopwatch.GetTimestamp() + (long)(FaultSettings.LongestRecovery.TotalSeconds * Stopwatch.Frequency) };
        var earlier = Stopwatch.GetTimestamp() - (60 * Stopwatch.Frequency);
        ImmutableInterlocked.Update(ref _windows, windows => windows.Replace(window, over).RemoveAll(one => one.Ended < earlier));
    }

    public void Look(GuestAnswer answer)
    {
        Interlocked.Increment(ref _answers);
        for (var slowest = Interlocked.Read(ref _slowest); answer.Duration.Ticks > slowest;)
            slowest = Interlocked.CompareExchange(ref _slowest, answer.Duration.Ticks, slowest) is var seen && seen == slowest ? answer.Duration.Ticks : seen;
        if (answer.Duration > latest)
            Fail(FormattableString.Invariant($"an answer after {answer.Duration.TotalSeconds:0.0} s"), answer);
        else if (answer.IsWhole)
            Interlocked.Increment(ref _whole);
        else if (answer.Status != 200)
            Count(ref _refused, Windows(answer).Any(window => window.Excuses(answer.Status)), answer, $"an answer {answer.Status}");
        else
            Count(ref _without, answer.Missing.All(name => Windows(answer).Any(window => window.Excuses(name))), answer, $"an answer without {string.Join(", ", answer.Missing)}");
    }

    private IEnumerable<FaultWindow> Windows(GuestAnswer answer) => Volatile.Read(ref _windows).Where(window => window.Covers(answer));

    private void Count(ref long excused, bool isExcused, GuestAnswer answer, string failure)
    {
        if (isExcused)
            Interlocked.Increment(ref excused);
        else
            Fail(failure, answer);
    }

    private void Fail(string failure, GuestAnswer answer)
    {
        Interlocked.Increment(ref _failed);
        lock (_gate)
        {
            if (_failures.Count >= MostFailures)
                return;
            var trouble = string.Join(" and ", Windows(answer).Select(window => $"{window.BackEnd}: {window.Trouble}").DefaultIfEmpty("nothing"));
            _failures.Add(FormattableString.Invariant($"after {Stopwatch.GetElapsedTime(_begun).TotalSeconds:0} s {failure} with {trouble} in force"));
        }
    }
}
