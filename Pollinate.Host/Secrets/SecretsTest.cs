using System.Text;
using Pollinate.Host.Http;
using Pollinate.Host.Logging;

namespace Pollinate.Host.Secrets;

/// <summary>
/// <c>/test</c>, without authentication: whether the secrets can be read, and nothing about them. A failure looks the same
/// whatever its reason; that is in the log alone.
/// </summary>
internal sealed partial class SecretsTest(ISecretStore secrets, TimeProvider time, ILogger<SecretsTest> logger)
{
    public const string Path = "/test";

    private static readonly byte[] Success = Encoding.UTF8.GetBytes("""{"OK":"Success"}""");
    private static readonly byte[] Failed = Encoding.UTF8.GetBytes("""{"Error":"Failed to get secrets"}""");

    // Anybody may ask, as often as they like.
    private readonly LineLimit _limit = new(time);

    public async Task AnswerAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            await WriteAsync(context);
            return;
        }

        context.Response.Headers.Allow = "GET, HEAD, OPTIONS";
        if (!HttpMethods.IsOptions(method))
            await ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "The test is asked for with GET.");
    }

    private async Task WriteAsync(HttpContext context)
    {
        var (status, body) = await TryReadAsync(context.RequestAborted);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task<(int Status, byte[] Body)> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await secrets.ReadAsync(cancellationToken);
            return (StatusCodes.Status200OK, Success);
        }
        catch (SecretStoreException exception)
        {
            if (_limit.TryTake(out var leftOut))
            {
                if (leftOut > 0)
                    Log.LeftOut(logger, leftOut);
                Log.Unreadable(logger, exception.Message);
            }

            return (StatusCodes.Status500InternalServerError, Failed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Warning, "The secrets can't be read: {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);

        [LoggerMessage(7002, LogLevel.Warning, "The same was found {Count} more times before.")]
        public static partial void LeftOut(ILogger logger, long count);
    }
}
