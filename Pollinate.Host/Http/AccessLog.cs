using System.Text;
using Pollinate.Host.Health;
using Pollinate.Host.Logging;
using Pollinate.Host.RequestIds;
using Pollinate.Host.Secrets;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Http;

/// <summary>
/// One line for each request, in the form of nova's own with who asked and what became of each provider behind it. Strangers can't
/// fill the log with it: of requests that passed no authentication a few are written in a while. Safe for any thread.
/// </summary>
internal sealed partial class AccessLog(TimeProvider clock, ILogger<AccessLog> logger)
{
    private const string None = "-";

    [ThreadStatic]
    private static StringBuilder? _text;

    private readonly LineLimit _strangers = new(clock);

    /// <param name="context">The request, answered.</param>
    /// <param name="status">The answer's status, or <see cref="RequestStatistics.Gone"/>.</param>
    /// <param name="begin">When it began, by the clock.</param>
    /// <param name="isQuiet">Whether it is nobody's but the operator's or the daemon's own.</param>
    public void Write(HttpContext context, int status, long begin, bool isQuiet)
    {
        var ids = context.Features.Get<RequestIdPair>();
        if (logger.IsEnabled(LogLevel.Debug))
            Log.Answered(logger, MethodName.Of(context.Request), context.Request.Path.Value, status);
        if (!isQuiet && context.Request.Path.Value != HealthcheckAnswer.Path && logger.IsEnabled(LogLevel.Information) && IsWritten(ids))
        {
            // Where it is written the ids no longer flow: they end with the request's own code.
            using (ids?.UseHere())
                Write(context, clock.GetElapsedTime(begin), status, ids);
        }

        if (ids is not null)
            ids.Output = null;
    }

    private bool IsWritten(RequestIdPair? ids)
    {
        if (ids is not null)
            return true;
        if (!_strangers.TryTake(out var leftOut))
            return false;
        if (leftOut > 0)
            Log.LeftOut(logger, leftOut);
        return true;
    }

    private void Write(HttpContext context, TimeSpan duration, int status, RequestIdPair? ids)
    {
        var request = context.Request;
        Log.Access(
            logger,
            context.Connection.RemoteIpAddress?.ToString() ?? "unix",
            MethodName.Of(request),
            Known(request.Path.Value),
            request.Protocol,
            status,
            context.Response.ContentLength ?? 0,
            duration.TotalSeconds,
            ids?.Caller?.UserName ?? None,
            ids?.Caller?.ProjectName ?? None,
            Providers(ids));
    }

    /// <summary>What else a client writes there may be anything, a token too.</summary>
    private static string Known(string? path) => path is "/" or "" or "/cloud-init" or SecretsTest.Path ? path : "/…";

    private static string Providers(RequestIdPair? ids)
    {
        if (ids?.Output is not { } output)
            return None;
        var text = (_text ??= new(256)).Clear();
        output.Describe(text);
        return text.Length == 0 ? None : text.ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(6003, LogLevel.Debug, "{Method} {Path} is answered {Status}.")]
        public static partial void Answered(ILogger logger, string method, string? path, int status);

        [LoggerMessage(6004, LogLevel.Information, "{Address} \"{Method} {Path} {Protocol}\" status: {Status} len: {Length} time: {Seconds:0.0000000} user: {User} project: {Project} providers: {Providers}")]
        public static partial void Access(
            ILogger logger, string address, string method, string path, string protocol, int status, long length, double seconds, string user, string project, string providers);

        [LoggerMessage(6005, LogLevel.Information, "The access lines of {Count} more requests that passed no authentication were left out before.")]
        public static partial void LeftOut(ILogger logger, long count);
    }
}
