using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Pollinate.Host.Logging;

/// <summary>
/// At most so many events in a while, as oslo.log's <c>rate_limit_</c> options have it: of all loggers together. Safe for any
/// thread.
/// </summary>
/// <param name="burst">How many.</param>
/// <param name="interval">In which time.</param>
/// <param name="except">Events of this level and above do not count.</param>
/// <param name="clock">The clock.</param>
internal sealed class RateLimit(int burst, TimeSpan interval, LogLevel except, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _start = clock.GetTimestamp();
    private int _count;

    /// <summary>What is said once in an interval in which events are left out, in oslo.log's words.</summary>
    public string Notice => $"Logging rate limit: drop after {burst} records/{interval.TotalSeconds:0} sec";

    /// <summary>Asks for one event.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="isFirstLeftOut">Whether it is the first that is left out in this interval.</param>
    /// <returns>Whether it may be written.</returns>
    public bool TryTake(LogLevel level, out bool isFirstLeftOut)
    {
        isFirstLeftOut = false;
        if (level >= except)
            return true;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(_start, now) >= interval)
                (_start, _count) = (now, 0);
            if (_count < burst)
            {
                _count++;
                return true;
            }

            isFirstLeftOut = _count == burst;
            _count = burst + 1;
            return false;
        }
    }
}
