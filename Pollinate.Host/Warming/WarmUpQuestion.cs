using System.Net.Http.Headers;
using System.Text;
using Pollinate.Host.Authentication;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Warming;

/// <summary>The daemon's own request, like Nova's, about a guest that there is not.</summary>
internal static class WarmUpQuestion
{
    private const string TraceParentHeader = "traceparent";

    /// <summary>
    /// Whoever sends it keeps no trace of it, and so the daemon keeps none (https://www.w3.org/TR/trace-context/#sampled-flag).
    /// </summary>
    private const string TraceParent = "00-00000000000000000000000000000001-0000000000000001-00";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        $$"""{"project-id":"{{WarmUpProvider.Nobody}}","instance-id":"{{WarmUpProvider.Nobody}}","image-id":"{{WarmUpProvider.Nobody}}","user-data":null,"hostname":"warm-up","metadata":{},"boot-roles":"reader"}""");

    /// <summary>Asks for vendordata, again and again.</summary>
    /// <param name="client">Whom to ask.</param>
    /// <param name="requests">How often.</param>
    /// <param name="token">The daemon's own; null where none is asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task AskOftenAsync(HttpClient client, int requests, OwnToken? token, CancellationToken cancellationToken)
    {
        for (var request = 0; request < requests; request++)
            await AskAsync(client, "/", token, cancellationToken);
    }

    /// <summary>Asks once, and reads the answer, whatever it is.</summary>
    public static async Task AskAsync(HttpClient client, string path, OwnToken? token, CancellationToken cancellationToken)
    {
        using var question = Make(path, token);
        using var answer = await client.SendAsync(question, cancellationToken);
        await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
    }

    private static HttpRequestMessage Make(string path, OwnToken? token)
    {
        var question = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        question.Headers.TryAddWithoutValidation(TraceParentHeader, TraceParent);
        if (token is not null)
            question.Headers.TryAddWithoutValidation(KeystoneSession.TokenHeader, token.Value);
        else
            question.Headers.TryAddWithoutValidation(IdentityHeaders.IdentityStatus, IdentityHeaders.Confirmed);
        return question;
    }
}
