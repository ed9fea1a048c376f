using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>Keystone below <c>/identity</c>: discovery, tokens, projects, credentials.</summary>
internal sealed class KeystoneService(TokenStore tokens, CloudOptions options)
{
    private readonly PreparedAnswers<(SampleProject Project, string Host)> _projects = new();
    private readonly PreparedAnswers<(string Type, string Marker, bool AsAdmin, string Host)> _credentials = new();

    /// <summary>By token, and as long as there is the token.</summary>
    private readonly ConditionalWeakTable<IssuedToken, PreparedAnswers<(bool WithCatalog, string Host)>> _tokens = [];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/identity", context => AnswerAsync(context, StatusCodes.Status300MultipleChoices, new JsonObject
        {
            ["versions"] = new JsonObject { ["values"] = new JsonArray(KeystoneJson.Version(Address(context))) },
        }));
        routes.MapGet("/identity/v3", context => AnswerAsync(context, StatusCodes.Status200OK, new JsonObject { ["version"] = KeystoneJson.Version(Address(context)) }));
        routes.MapPost("/identity/v3/auth/tokens", IssueAsync);
        routes.MapMethods("/identity/v3/auth/tokens", ["GET", "HEAD"], ValidateAsync);
        routes.MapDelete("/identity/v3/auth/tokens", RevokeAsync);
        routes.MapGet("/identity/v3/projects/{id}", ShowProjectAsync);
        routes.MapGet("/identity/v3/credentials", ListCredentialsAsync);
    }

    private async Task IssueAsync(HttpContext context)
    {
        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body);
        }
        catch (JsonException)
        {
            await AnswerAsync(context, 400, KeystoneJson.Error(400, "Bad Request", "Malformed json in request body"));
            return;
        }

        var (request, status) = AuthRequest.Read(body, tokens);
        if (request is null)
        {
            await AnswerAsync(context, status, status == StatusCodes.Status400BadRequest
                ? KeystoneJson.Error(400, "Bad Request", "'identity' is a required property")
                : Unauthorized());
            return;
        }

        var token = tokens.Issue(request.User, request.Scope, request.IsSystem, request.Method);
        context.Response.Headers["X-Subject-Token"] = token.Value;
        await AnswerAsync(context, status, KeystoneJson.Token(token, Address(context), WithCatalog(context), options));
    }

    private Task ValidateAsync(HttpContext context)
    {
        if (FindCaller(context) is not { } caller)
            return AnswerAsync(context, 401, Unauthorized());
        var subject = (string?)context.Request.Headers["X-Subject-Token"];
        if (string.IsNullOrEmpty(subject))
            return AnswerAsync(context, 404, KeystoneJson.Error(404, "Not Found", "No token in the request"));
        var token = tokens.Find(subject);
        if (token is not null && token.ExpiresAt <= options.Time.GetUtcNow() && context.Request.Query["allow_expired"] != "1")
            token = null;
        if (token is null)
            return AnswerAsync(context, 404, KeystoneJson.Error(404, "Not Found", "Could not recognize Fernet token"));
        if (token.Value != caller.Value && !caller.Roles.Any(role => role is "admin" or "service"))
            return AnswerAsync(context, 403, Forbidden("identity:validate_token"));

        context.Response.Headers["X-Subject-Token"] = token.Value;
        var answer = _tokens.GetOrAdd(token, static _ => new()).Get(
            (WithCatalog(context), context.Request.Host.Value!),
            static (key, state) => KeystoneJson.Token(state.token, state.Address, key.WithCatalog, state.options),
            (token, Address: Address(context), options));
        return AnswerAsync(context, 200, answer);
    }

    private Task RevokeAsync(HttpContext context)
    {
        if (FindCaller(context) is null)
            return AnswerAsync(context, 401, Unauthorized());
        tokens.Revoke(context.Request.Headers["X-Subject-Token"].ToString());
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task ShowProjectAsync(HttpContext context)
    {
        if (FindCaller(context) is not { } caller)
            return AnswerAsync(context, 401, Unauthorized());
        var id = (string)context.Request.RouteValues["id"]!;
        if (caller.Scope?.Id != id && !caller.Roles.Contains("admin"))
            return AnswerAsync(context, 403, Forbidden("identity:get_project"));
        return SampleData.FindProject(id) is { } project
            ? AnswerAsync(context, 200, _projects.Get(
                (project, context.Request.Host.Value!), static (key, address) => KeystoneJson.Project(key.Project, address), Address(context)))
            : AnswerAsync(context, 404, KeystoneJson.Error(404, "Not Found", $"Could not find project: {id}."));
    }

    private Task ListCredentialsAsync(HttpContext context)
    {
        if (FindCaller(context) is not { } caller)
            return AnswerAsync(context, 401, Unauthorized());
        var type = context.Request.Query["type"].ToString();
        var marker = context.Request.Query["marker"].ToString();
        return AnswerAsync(context, 200, _credentials.Get(
            (type, marker, caller.Roles.Contains("admin"), context.Request.Host.Value!),
            static (key, state) => state.Item1.ListCredentials(key.Type, key.Marker, key.AsAdmin, state.Item2),
            (this, Address(context))));
    }

    private JsonObject ListCredentials(string type, string marker, bool asAdmin, string address)
    {
        // A plain user is told of its own credentials alone, and these are nobody's.
        var listed = asAdmin
            ? SampleData.Credentials.Where(credential => type.Length == 0 || credential.Type == type).ToList()
            : [];
        var start = marker.Length == 0 ? 0 : listed.FindIndex(credential => credential.Id == marker) + 1;
        var page = listed.Skip(start).Take(options.CredentialPageSize).ToList();
        return KeystoneJson.Credentials(page, type, isLast: start + page.Count >= listed.Count, address);
    }

    private IssuedToken? FindCaller(HttpContext context) => tokens.FindValid(context.Request.Headers["X-Auth-Token"]);

    private static bool WithCatalog(HttpContext context) => !context.Request.Query.ContainsKey("nocatalog");

    private static string Address(HttpContext context) => $"http://{context.Request.Host}";

    private static JsonObject Unauthorized() =>
        KeystoneJson.Error(401, "Unauthorized", "The request you have made requires authentication.");

    private static JsonObject Forbidden(string action) =>
        KeystoneJson.Error(403, "Forbidden", $"You are not authorized to perform the requested action: {action}.");

    private static Task AnswerAsync(HttpContext context, int status, JsonObject body) =>
        AnswerAsync(context, status, JsonTemplate.Of(body));

    private static Task AnswerAsync(HttpContext context, int status, JsonTemplate body)
    {
        context.Response.Headers.Vary = "X-Auth-Token";
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{Address(context)}/identity/v3\"";
        return ServiceAnswers.JsonAsync(context, status, body);
    }
}
