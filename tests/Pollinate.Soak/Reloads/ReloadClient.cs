using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Pollinate.Soak.Reloads;

/// <summary>One connection, which stays open.</summary>
internal sealed class ReloadClient(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = address };

    /// <summary>A request as Nova makes it.</summary>
    /// <param name="metadata">The instance's metadata, a JSON object.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="HttpRequestException">It failed.</exception>
    public async Task<JsonObject> AskAsync(string metadata, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent($$"""{"project-id":"p","metadata":{{metadata}}}""", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        using var response = await _client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(body)!.AsObject()
            : throw new HttpRequestException($"{(int)response.StatusCode}: {body}");
    }

    public void Dispose() => _client.Dispose();
}
