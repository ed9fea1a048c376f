using System.Text;
using Microsoft.Net.Http.Headers;

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
    private static readonly (MediaTypeHeaderValue Type, string ContentType, byte[] Body)[] Forms =
    [
        (new(Html), "text/html; charset=UTF-8", HtmlBody),
        (new(Json), Json, JsonBody),
        (new(Plain), "text/plain; charset=UTF-8", PlainBody),
    ];

    public static Task WriteAsync(HttpContext context)
    {
        var (_, contentType, body) = Choose(context.Request);
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static (MediaTypeHeaderValue Type, string ContentType, byte[] Body) Choose(HttpRequest request)
    {
        var plain = Forms[^1];
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return plain;

        var best = plain;
        var bestQuality = 0.0;
        foreach (var form in Forms)
        {
            var quality = QualityOf(form.Type, accepted);
            if (quality > bestQuality)
                (best, bestQuality) = (form, quality);
        }

        return best;
    }

    // The most specific range that covers the type tells its quality.
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> accepted)
    {
        var quality = 0.0;
        var specificity = -1;
        foreach (var range in accepted)
        {
            var rangeSpecificity = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (rangeSpecificity > specificity && type.IsSubsetOf(WithoutQuality(range)))
                (quality, specificity) = (range.Quality ?? 1.0, rangeSpecificity);
        }

        return quality;
    }

    private static MediaTypeHeaderValue WithoutQuality(MediaTypeHeaderValue range) =>
        range.Parameters.Count == 0 ? range : new(range.MediaType);
}
