using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Pollinate.Host.Generations;
using Pollinate.Host.Stopping;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Http;

/// <summary>
/// The outermost step: what nobody else handled becomes one error answer and one log line. Statuses that the server itself
/// chose for a malformed request are kept.
/// </summary>
internal sealed partial class ErrorBoundary(
    CurrentGeneration current, Drain drain, AccessLog access, RequestStatistics statistics, ILogger<ErrorBoundary> logger)
{
    /// <summary>A request's way through the generation: that of Nova's requests unless <see cref="Around"/> says another.</summary>
    private Func<Generation, HttpContext, Task> Way { get; init; } = static (generation, context) => generation.HandleAsync(context);

    /// <summary>Requests have a line in the log, are measured and traced: they are Nova's, and not the operators' or the daemon's own.</summary>
    private bool IsForNova { get; init; } = true;

    /// <summary>The same around another way, that of operators.</summary>
    public ErrorBoundary Around(Func<Generation, HttpContext, Task> way) => new(current, drain, access, statistics, logger) { Way = way, IsForNova = false };

    /// <summary>The same around a way that the daemon rehearses: all is done as for Nova, with a log and figures that nobody sees.</summary>
    public ErrorBoundary Rehearsing(Func<Generation, HttpContext, Task> way, AccessLog access, RequestStatistics statistics) =>
        new(current, drain, access, statistics, logger) { Way = way };

    /// <summary>The same for the daemon's own requests.</summary>
    public ErrorBoundary Quietly() => new(current, drain, access, statistics, logger) { IsForNova = false };

    /// <summary>Answers a request by the generation in force.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (drain.HasBegun)
            context.Response.Headers.Connection = "close";
        var begun = statistics.Now;
        using var activity = IsForNova ? Tracing.StartRequest(context) : null;
        var isGone = false;
        var generation = current.Enter();
        try
        {
            await Way(generation, context);
        }
        catch (Exception exception) when (exception is ConnectionResetException || (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested))
        {
            // The caller has gone; there is nobody to answer, and nothing more to read. The server may not have noticed yet.
            isGone = true;
            EndConnection(context);
            context.Abort();
        }
        catch (BadHttpRequestException exception)
        {
            var reason = WithoutQuote(exception.Message);
            Log.Malformed(logger, exception.StatusCode, reason);
            EndConnection(context);
            await AnswerAsync(context, exception.StatusCode, reason);
        }
        catch (IOException exception) when (exception.InnerException is OverflowException)
        {
            // Kestrel's word for the length of a chunk that no number holds.
            Log.Malformed(logger, StatusCodes.Status400BadRequest, exception.Message);
            EndConnection(context);
            await AnswerAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (Exception exception)
        {
            Log.Unhandled(logger, exception);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError,
                "The server failed to answer; its log says why.");
        }
        finally
        {
            // The log and the figures say the same of a caller who has gone.
            var status = isGone || HasGone(context) ? RequestStatistics.Gone : context.Response.StatusCode;
            access.Write(context, status, begun, isQuiet: !IsForNova);
            generation.Leave();
            if (IsForNova)
                Measure(context, status, begun, activity);
        }
    }

    private static bool HasGone(HttpContext context) => context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted;

    private void Measure(HttpContext context, int status, long begun, Activity? activity)
    {
        statistics.Count(context.Request.Path.Value, status, begun);
        if (activity is not null)
            Tracing.EndRequest(activity, context.Response, status);
    }

    /// <summary>
    /// Where a body ended is not known once it could not be read to its end, so that nothing behind it is a request. The server
    /// would look for one all the same, and warn of a read that the body's reader has left pending: it only stops by itself when
    /// it has made the headers of an answer that say so, and it makes none when it has noticed first that the caller has gone.
    /// </summary>
    private static void EndConnection(HttpContext context) =>
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>The server quotes what it refuses, as in <c>Invalid request header: 'X-Auth-Token…'</c>, when the log has its debug lines.</summary>
    private static string WithoutQuote(string message) =>
        message.IndexOf(": '", StringComparison.Ordinal) is >= 0 and var quote ? message[..quote] + "." : message;

    private static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Headers.Remove("Content-Length");
        await ErrorAnswer.WriteAsync(context.Response, status, message);
    }

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "A request failed.")]
        public static partial void Unhandled(ILogger logger, Exception exception);

        [LoggerMessage(6002, LogLevel.Debug, "A request was malformed, answered {Status}: {Reason}")]
        public static partial void Malformed(ILogger logger, int status, string reason);
    }
}
