using Pollinate.Host.Generations;

namespace Pollinate.Host.Http;

/// <summary>
/// The outermost step: what nobody else handled becomes one error answer and one log line. Statuses that the server itself
/// chose for a malformed request are kept.
/// </summary>
internal sealed partial class ErrorBoundary(CurrentGeneration current, ILogger<ErrorBoundary> logger)
{
    private static readonly Func<Generation, HttpContext, Task> Served = static (generation, context) => generation.HandleAsync(context);

    /// <summary>Answers a request of Nova's, or of a stranger's, by the generation in force.</summary>
    public Task HandleAsync(HttpContext context) => HandleAsync(context, Served);

    /// <summary>Answers a request by the generation in force.</summary>
    /// <param name="context">The request.</param>
    /// <param name="way">Its way through the generation.</param>
    public async Task HandleAsync(HttpContext context, Func<Generation, HttpContext, Task> way)
    {
        var generation = current.Enter();
        try
        {
            await way(generation, context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (BadHttpRequestException exception)
        {
            Log.Malformed(logger, exception.StatusCode, exception.Message);
            await AnswerAsync(context, exception.StatusCode, exception.Message);
        }
        catch (Exception exception)
        {
            Log.Unhandled(logger, exception);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError,
                "The server failed to answer; its log says why.");
        }
        finally
        {
            generation.Leave();
        }
    }

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
