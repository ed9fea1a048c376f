using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Pollinate.Host.Http;

/// <summary>
/// Writes errors in the form of OpenStack's services: <c>{"error": {"code": …, "title": …, "message": …}}</c>.
/// </summary>
internal static class ErrorAnswer
{
    /// <param name="response">A response that has not started.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">What was wrong and what to do; nothing of the request that may be a secret.</param>
    public static Task WriteAsync(HttpResponse response, int status, string message)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ErrorBody(new(status, ReasonPhrases.GetReasonPhrase(status), message)), ErrorJson.Default.ErrorBody);
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(response.HttpContext.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }
}
