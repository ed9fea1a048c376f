using System.Text;
using Microsoft.Net.Http.Headers;
using Pollinate.Host.Http;

namespace Pollinate.Host.Authentication;

/// <summary>The 503 for a request whose token Keystone could not be asked about, in the form that the request accepts.</summary>
internal static class UnavailableAnswer
{
    private const string Json = "application/json";
    private const string Html = "text/html";
    private const string Plain = "text/plain";

    private static readonly byte[] JsonBody =
        """{"error": {"code": 503, "title": "Service Unavailable", "message": "The Keystone service is temporarily unavailable."}}"""u8.ToArray();

    private static readonly byte[] HtmlBody = Encoding.UTF8.GetBytes(
        """
        <!doctype html>
        <html lang="en">
        <title>503 Service Unavailable</title>
        <h1>503 Service Unavailable</h1>
        <p>The server is currently unavailable. Please try again at a later time.</p>
        <p>The Keystone service is temporarily unavailable.</p>
        </html>

        """);

    private static readonly byte[] PlainBody = Encoding.UTF8.GetBytes(
        """
        503 Service Unavailable

        The server is currently unavailable. Please try again at a later time.

        The Keystone service is temporarily unavailable.

        """);

    // Of equals, the first is taken.
    private static readonly MediaTypeHeaderValue[] Types = [new(Html), new(Json), new(Plain)];

    private static readonly (string ContentType, byte[] Body)[] Forms =
    [
        ("text/html; charset=UTF-8", HtmlBody),
        (Json, JsonBody),
        ("text/plain; charset=UTF-8", PlainBody),
    ];

    public static Task WriteAsync(HttpContext context)
    {
        var (contentType, body) = Forms[AcceptHeader.Choose(context.Request.Headers.Accept, Types) ?? Forms.Length - 1];
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
