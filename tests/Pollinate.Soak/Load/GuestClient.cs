using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pollinate.Soak.Load;

/// <summary>Asks as Nova does, and looks at every answer.</summary>
internal sealed class GuestClient(Uri address) : IDisposable
{
    /// <summary>Longer than any answer may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Patience };

    /// <summary>Asks once.</summary>
    /// <param name="guest">For whom.</param>
    /// <param name="token">The caller's token.</param>
    /// <param name="client">Who asks, for the answer.</param>
    /// <param name="begun">When it was due.</param>
    public async Task<GuestAnswer> AskAsync(Guest guest, string token, int client, long begun)
    {
        try
        {
            var (status, parts) = await AskAsync(guest.Body, token);
            IReadOnlyList<string> missing = parts is null
                ? []
                : [.. guest.Whole.Where(whole => parts[whole.Key]?.ToJsonString() != whole.Value).Select(whole => whole.Key)];
            return new(begun, Stopwatch.GetTimestamp(), client, status, missing);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            return new(begun, Stopwatch.GetTimestamp(), client, 0, []);
        }
    }

    /// <summary>Notes what each provider gives each guest when all is well.</summary>
    /// <exception cref="InvalidOperationException">A provider gives nothing to a guest for which it has something.</exception>
    public async Task NoteWholeAnswersAsync(IReadOnlyList<Guest> guests, string token, IReadOnlyList<string> providers)
    {
        foreach (var guest in guests)
        {
            var wanted = providers.Where(guest.IsGiven).ToList();
            // A machine that starts much else at the same time may take longer than a request has.
            for (var begun = Stopwatch.GetTimestamp(); ;)
            {
                var (status, parts) = await AskAsync(guest.Body, token);
                var missing = wanted.Where(name => parts?[name] is null).ToList();
                guest.Whole = wanted.Except(missing).ToDictionary(name => name, name => parts![name]!.ToJsonString());
                if (missing.Count == 0)
                    break;
                if (Stopwatch.GetElapsedTime(begun) > Patience)
                    throw new InvalidOperationException($"With nothing in trouble the answer is {status} without {string.Join(", ", missing)}.");
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>The load contexts of each plugin's assemblies that are alive.</summary>
    public async Task<IReadOnlyDictionary<string, int>> AskForContextsAsync(string token)
    {
        var (_, parts) = await AskAsync("""{"project-id":"p","metadata":{"probe":"yes"}}"""u8.ToArray(), token);
        return parts?["probe"]?.AsObject().ToDictionary(pair => pair.Key, pair => (int)pair.Value!) ?? [];
    }

    public void Dispose() => _client.Dispose();

    private async Task<(int Status, JsonObject? Parts)> AskAsync(byte[] body, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) { Headers = { ContentType = Json } } };
        request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? JsonNode.Parse(answer)!.AsObject() : null);
    }
}
