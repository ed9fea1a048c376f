using Pollinate.Abstractions;
using Pollinate.Host.Http;
using Pollinate.Host.Logging;

namespace Pollinate.Host.Authorization;

/// <summary>
/// Warns of callers that Keystone knows and that may not ask: who they are, and which option to set if they should. A few
/// lines in a while, then how many more there were. Safe for any thread.
/// </summary>
internal sealed partial class DenialLog(TimeProvider clock, ILogger<DenialLog> logger)
{
    private readonly LineLimit _limit = new(clock);

    public void Write(HttpContext context, Caller caller, Unmet unmet)
    {
        if (!_limit.TryTake(out var leftOut))
            return;
        if (leftOut > 0)
            Log.LeftOut(logger, leftOut);
        Log.Denied(
            logger, MethodName.Of(context.Request), context.Connection.RemoteIpAddress?.ToString() ?? "unknown", DenialText.Who(caller), DenialText.Why(caller, unmet));
    }

    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Warning, "Refused {Method} from {Address} with 403: {Who} {Why}.")]
        public static partial void Denied(ILogger logger, string method, string address, string who, string why);

        [LoggerMessage(2021, LogLevel.Warning, "Refused {Count} more with 403 before.")]
        public static partial void LeftOut(ILogger logger, long count);
    }
}
