namespace Pollinate.Host.Logging;

/// <summary>
/// Lets a few log lines of one kind through in a while and counts the rest, so that nobody outside can fill the log. Safe for
/// any thread.
/// </summary>
internal sealed class LineLimit(TimeProvider clock)
{
    /// <summary>How many lines are written in one window.</summary>
    public const int MaximumLines = 10;

    /// <summary>How long the window is.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private volatile Period? _period;
    private long _leftOut;

    /// <summary>Asks for one line.</summary>
    /// <param name="leftOut">How many were left out before and are to be told of now.</param>
    /// <returns>Whether it may be written.</returns>
    public bool TryTake(out long leftOut)
    {
        leftOut = 0;
        var now = clock.GetTimestamp();
        if (_period is { } period && clock.GetElapsedTime(period.Start, now) < Window)
        {
            if (Interlocked.Increment(ref period.Lines) <= MaximumLines)
                return true;
            Interlocked.Increment(ref _leftOut);
            return false;
        }

        _period = new(now);
        leftOut = Interlocked.Exchange(ref _leftOut, 0);
        return true;
    }

    private sealed class Period(long start)
    {
        public readonly long Start = start;

        public int Lines = 1;
    }
}
