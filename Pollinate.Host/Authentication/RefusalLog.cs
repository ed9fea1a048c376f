using System.Collections.Frozen;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Logs why requests are refused: of each reason a few lines in a while, then how many more there were, so that nobody can
/// fill the log with bad tokens. Safe for any thread.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger)
{
    /// <summary>How many lines of one reason are written in one window.</summary>
    public const int MaximumLines = 10;

    /// <summary>How long the window is.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FrozenDictionary<Refusal, Counter> _counters =
        Enum.GetValues<Refusal>().ToFrozenDictionary(refusal => refusal, _ => new Counter());

    public void Write(Refusal refusal, HttpContext context)
    {
        var counter = _counters[refusal];
        var now = clock.GetTimestamp();
        if (counter.Window is { } window && clock.GetElapsedTime(window.Start, now) < Window)
        {
            if (Interlocked.Increment(ref window.Lines) > MaximumLines)
            {
                Interlocked.Increment(ref counter.LeftOut);
                return;
            }
        }
        else
        {
            counter.Window = new(now);
            if (Interlocked.Exchange(ref counter.LeftOut, 0) is > 0 and var leftOut)
                Log.LeftOut(logger, leftOut, RefusalText.Of(refusal));
        }

        Log.Refused(logger, context.Request.Method, context.Connection.RemoteIpAddress?.ToString() ?? "unknown", RefusalText.Of(refusal));
    }

    private sealed class Counter
    {
        public long LeftOut;

        public volatile Period? Window;
    }

    private sealed class Period(long start)
    {
        public readonly long Start = start;

        public int Lines = 1;
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Information, "Refused {Method} from {Address}: {Reason}.")]
        public static partial void Refused(ILogger logger, string method, string address, string reason);

        [LoggerMessage(2011, LogLevel.Information, "Refused {Count} more before: {Reason}.")]
        public static partial void LeftOut(ILogger logger, long count, string reason);
    }
}
