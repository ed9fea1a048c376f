using System.Collections.Frozen;
using Pollinate.Host.Http;
using Pollinate.Host.Logging;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Logs why requests are refused: of each reason a few lines in a while, then how many more there were, so that nobody can
/// fill the log with bad tokens. Safe for any thread.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger)
{
    private readonly FrozenDictionary<Refusal, LineLimit> _limits =
        Enum.GetValues<Refusal>().ToFrozenDictionary(refusal => refusal, _ => new LineLimit(clock));

    public void Write(Refusal refusal, HttpContext context)
    {
        if (!_limits[refusal].TryTake(out var leftOut))
            return;
        if (leftOut > 0)
            Log.LeftOut(logger, leftOut, RefusalText.Of(refusal));
        Log.Refused(logger, MethodName.Of(context.Request), context.Connection.RemoteIpAddress?.ToString() ?? "unknown", RefusalText.Of(refusal));
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Information, "Refused {Method} from {Address}: {Reason}.")]
        public static partial void Refused(ILogger logger, string method, string address, string reason);

        [LoggerMessage(2011, LogLevel.Information, "Refused {Count} more before: {Reason}.")]
        public static partial void LeftOut(ILogger logger, long count, string reason);
    }
}
