using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Vault;

/// <summary>
/// Vault below <c>/vault</c>: the key-value engine, version 2 at <c>secret</c> and version 1 at <c>kv</c>, both with the same
/// secrets; logins with a Kubernetes service account and by AppRole; renewal.
/// </summary>
internal sealed class VaultService(SimulatedVault vault)
{
    /// <summary>What is read again and again, by its version.</summary>
    private readonly ConditionalWeakTable<VaultEntry, JsonTemplate> _read = [];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/vault/v1/secret/data/{**path}", context => AnswerAsync(context, Read));
        routes.MapGet("/vault/v1/secret/{**path}", context => AnswerAsync(context, ReadVersioned));
        routes.MapGet("/vault/v1/kv/{**path}", context => AnswerAsync(context, ReadFirst));
        routes.MapPost("/vault/v1/auth/token/renew-self", context => AnswerAsync(context, Renew));
        routes.MapPost("/vault/v1/auth/{mount}/login", context => AnswerAsync(context, LogIn));
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpRequest, JsonElement, (int Status, JsonTemplate Body)> answer)
    {
        vault.CountArrival();
        var body = await ReadBodyAsync(context.Request);
        await vault.Gate.WaitAsync(context.RequestAborted);
        if (vault.BreaksOff)
        {
            context.Abort();
            return;
        }

        if (vault.Status is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        var (code, json) = vault.IsSealed ? Errors(503, "Vault is sealed") : answer(context.Request, body);
        await ServiceAnswers.WriteAsync(context, code, json, Guid.NewGuid().ToString());
    }

    private (int Status, JsonTemplate Body) Read(HttpRequest request, JsonElement body)
    {
        vault.CountRead();
        if (!MayRead(request))
            return Errors(403, "permission denied");
        if (vault.Find(PathOf(request)) is not { } entry)
            return Errors(404);
        return (entry.IsReadable ? 200 : 404, _read.GetOrAdd(entry, static entry => JsonTemplate.Of(Envelope(new()
        {
            ["data"] = entry.IsReadable ? entry.Map.DeepClone() : null,
            ["metadata"] = entry.Metadata(),
        }))));
    }

    private (int Status, JsonTemplate Body) ReadFirst(HttpRequest request, JsonElement body)
    {
        vault.CountRead();
        if (!MayRead(request))
            return Errors(403, "permission denied");
        if (vault.Find(PathOf(request)) is not { IsReadable: true } entry)
            return Errors(404);
        var answer = Envelope((JsonObject)entry.Map.DeepClone());
        answer["lease_duration"] = 2764800;
        return (200, JsonTemplate.Of(answer));
    }

    private (int Status, JsonTemplate Body) ReadVersioned(HttpRequest request, JsonElement body)
    {
        vault.CountRead();
        if (!MayRead(request))
            return Errors(403, "permission denied");
        var answer = Envelope(null);
        answer["warnings"] = new JsonArray("Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use.");
        return (404, JsonTemplate.Of(answer));
    }

    private (int Status, JsonTemplate Body) LogIn(HttpRequest request, JsonElement body)
    {
        vault.CountLogin();
        var mount = (string?)request.RouteValues["mount"];
        if (NamespaceOf(request) != vault.Namespace || (mount != vault.KubernetesMount && mount != vault.AppRoleMount))
            return Errors(404, $"no handler for route \"auth/{mount}/login\". route entry not found.");
        if (mount == vault.KubernetesMount)
        {
            if (Text(body, "role") != SampleLogin.Role)
                return Errors(400, $"invalid role name \"{Text(body, "role")}\"");
            if (vault.RefusesLogins || Text(body, "jwt") != SampleLogin.Jwt)
                return Errors(403, "permission denied");
        }
        else if (vault.RefusesLogins || Text(body, "role_id") != SampleLogin.RoleId || Text(body, "secret_id") != SampleLogin.SecretId)
        {
            return Errors(400, "invalid role or secret ID");
        }

        var (token, lease) = vault.Issue();
        return (200, Authenticated(token, lease));
    }

    private (int Status, JsonTemplate Body) Renew(HttpRequest request, JsonElement body)
    {
        vault.CountRenewal();
        var token = (string?)request.Headers["X-Vault-Token"];
        if (NamespaceOf(request) != vault.Namespace || vault.FindLease(token) is not { } lease)
            return Errors(403, "permission denied");
        if (vault.RefusesRenewals || !lease.IsRenewable)
            return Errors(400, "lease is not renewable");
        return (200, Authenticated(token!, vault.Renew(token!, lease)));
    }

    private bool MayRead(HttpRequest request) =>
        !vault.DeniesReads && NamespaceOf(request) == vault.Namespace && vault.IsValid(request.Headers["X-Vault-Token"]);

    private static string NamespaceOf(HttpRequest request) => request.Headers["X-Vault-Namespace"].ToString().Trim('/');

    private static string PathOf(HttpRequest request) => (string?)request.RouteValues["path"] ?? "";

    private static JsonTemplate Authenticated(string token, VaultLease lease)
    {
        var answer = Envelope(null);
        answer["auth"] = new JsonObject
        {
            ["client_token"] = token,
            ["accessor"] = lease.Accessor,
            ["policies"] = new JsonArray("default", "nova-pollinate"),
            ["token_policies"] = new JsonArray("default", "nova-pollinate"),
            ["metadata"] = new JsonObject(),
            ["lease_duration"] = (long)lease.Granted.TotalSeconds,
            ["renewable"] = lease.IsRenewable,
            ["entity_id"] = "",
            ["token_type"] = "service",
            ["orphan"] = true,
            ["mfa_requirement"] = null,
            ["num_uses"] = 0,
        };
        return JsonTemplate.Of(answer);
    }

    private static JsonObject Envelope(JsonObject? data) => new()
    {
        ["request_id"] = JsonTemplate.Hole,
        ["lease_id"] = "",
        ["renewable"] = false,
        ["lease_duration"] = 0,
        ["data"] = data,
        ["wrap_info"] = null,
        ["warnings"] = null,
        ["auth"] = null,
    };

    private static (int Status, JsonTemplate Body) Errors(int status, params string[] errors) =>
        (status, JsonTemplate.Of(new() { ["errors"] = new JsonArray([.. errors.Select(error => JsonValue.Create(error))]) }));

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static async Task<JsonElement> ReadBodyAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        try
        {
            return buffer.Length == 0 ? default : JsonElement.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
