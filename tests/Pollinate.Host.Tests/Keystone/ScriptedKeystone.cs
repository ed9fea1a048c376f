using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>
/// A Keystone on a real socket that answers as the real one did, unless a test scripts something else, and records every
/// request.
/// </summary>
internal sealed class ScriptedKeystone : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly TimeProvider _clock;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentDictionary<string, JsonObject> _tokens = new();
    private readonly ConcurrentDictionary<string, bool> _ownTokens = new();
    private int _issued;

    private ScriptedKeystone(WebApplication server, TimeProvider clock)
    {
        _server = server;
        _clock = clock;
    }

    public string Url { get; private set; } = "";

    /// <summary>GETs without a token: the root and /v3.</summary>
    public Script Discovery { get; } = new();

    /// <summary>POSTs of /v3/auth/tokens.</summary>
    public Script Auth { get; } = new();

    /// <summary>GETs of …/auth/tokens.</summary>
    public Script Validation { get; } = new();

    /// <summary>Everything else.</summary>
    public Script Resources { get; } = new();

    /// <summary>How long a token lives that the daemon gets for itself.</summary>
    public TimeSpan OwnTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The catalog that comes with such a token; null is the real one, with this Keystone's address.</summary>
    public JsonArray? Catalog { get; set; }

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public IReadOnlyList<RecordedRequest> Auths => [.. _requests.Where(request => request.Method == "POST")];

    public IReadOnlyList<RecordedRequest> Validations =>
        [.. _requests.Where(request => request.Method == "GET" && request.Path.EndsWith("/auth/tokens", StringComparison.Ordinal))];

    public IReadOnlyList<RecordedRequest> Discoveries =>
        [.. _requests.Where(request => request.Method == "GET" && request.Header("X-Auth-Token") is null)];

    /// <summary>The tokens that the daemon got for itself.</summary>
    public IEnumerable<string> OwnTokens => Enumerable.Range(1, _issued).Select(OwnToken);

    public static async Task<ScriptedKeystone> StartAsync(TimeProvider clock, int port = 0, X509Certificate2? certificate = null)
    {
        var server = LocalServer.CreateBuilder(port, certificate).Build();
        var keystone = new ScriptedKeystone(server, clock);
        server.Run(keystone.AnswerAsync);
        await server.StartAsync();
        keystone.Url = LocalServer.UrlOf(server);
        return keystone;
    }

    /// <summary>Makes a token valid.</summary>
    public void Add(string token, JsonObject body) => _tokens[token] = body;

    /// <summary>Makes a token unknown.</summary>
    public void Revoke(string token) => _tokens.TryRemove(token, out _);

    /// <summary>Makes every token unknown that the daemon got for itself.</summary>
    public void RevokeOwnTokens() => _ownTokens.Clear();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await RecordedRequest.ReadAsync(context);
        _requests.Enqueue(request);
        var (script, usual) = PartFor(request);
        await (script.Take() ?? usual)(context);
    }

    private (Script Script, RequestDelegate Usual) PartFor(RecordedRequest request)
    {
        if (request.Method == "POST")
            return (Auth, Issue);
        if (request.Path.EndsWith("/auth/tokens", StringComparison.Ordinal))
            return (Validation, Validate(request));
        if (request.Header("X-Auth-Token") is not null)
            return (Resources, Reply.Json(404, Sample.Text("project-show-404")));
        return (Discovery, request.Path.TrimEnd('/') switch
        {
            "" => Reply.Json(300, Sample.TextAt("keystone-discovery-root", Url)),
            "/v3" => Reply.Json(200, Sample.TextAt("keystone-discovery-v3", Url)),
            _ => Reply.Status(404),
        });
    }

    private Task Issue(HttpContext context)
    {
        var number = Interlocked.Increment(ref _issued);
        _ownTokens[OwnToken(number)] = true;
        var body = JsonNode.Parse(Sample.TextAt("auth-password-project-service-pollinate", Url))!;
        body["token"]!["expires_at"] = Tokens.Time(_clock.GetUtcNow() + OwnTokenLifetime);
        if (Catalog is not null)
            body["token"]!["catalog"] = Catalog.DeepClone();
        context.Response.Headers["X-Subject-Token"] = OwnToken(number);
        return Reply.Json(201, body.ToJsonString())(context);
    }

    private RequestDelegate Validate(RecordedRequest request)
    {
        if (request.Path != "/v3/auth/tokens" || request.Header("X-Subject-Token") is not { } subject)
            return Reply.Status(404);
        if (request.Header("X-Auth-Token") is not { } own || !_ownTokens.ContainsKey(own))
            return Reply.Json(401, Sample.Text("validate-401-bad-own-token"));
        if (!_tokens.TryGetValue(subject, out var body) || (HasExpired(body) && !request.Query.Contains("allow_expired=1", StringComparison.Ordinal)))
            return Reply.Json(404, Sample.Text("validate-404-unknown-token"));
        return Reply.Json(200, body.ToJsonString());
    }

    private bool HasExpired(JsonObject body) =>
        body["token"]?["expires_at"] is JsonValue value
        && DateTimeOffset.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
        && time < _clock.GetUtcNow();

    private static string OwnToken(int number) => $"own-token-{number}-{new string('k', 40)}";
}
