using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>Reads the body of <c>POST /v3/auth/tokens</c> and finds who and what it means.</summary>
internal sealed record AuthRequest(SampleUser User, SampleProject? Scope, bool IsSystem, string Method)
{
    /// <returns>The request, or the status to refuse it with.</returns>
    public static (AuthRequest? Request, int Status) Read(JsonNode? body, TokenStore tokens)
    {
        if (body?["auth"]?["identity"] is not JsonObject identity || (string?)identity["methods"]?[0] is not { } method)
            return (null, StatusCodes.Status400BadRequest);
        var user = method switch
        {
            "password" => FindByPassword(identity["password"]?["user"]),
            "application_credential" => FindByApplicationCredential(identity["application_credential"]),
            "token" => tokens.FindValid((string?)identity["token"]?["id"])?.User,
            _ => null,
        };
        if (user is null)
            return (null, StatusCodes.Status401Unauthorized);

        var scope = body["auth"]!["scope"];
        if (method == "application_credential")
        {
            return scope is null
                ? Grant(new(user, SampleData.Service, IsSystem: false, method), SampleData.Service.Id)
                : (null, StatusCodes.Status401Unauthorized);
        }

        if (scope?["system"]?["all"] is not null)
            return Grant(new(user, null, IsSystem: true, method), SampleUser.System);
        if (scope?["project"] is not { } wanted)
            return (new(user, null, IsSystem: false, method), StatusCodes.Status201Created);
        var project = SampleData.Projects.FirstOrDefault(candidate =>
            candidate.Id == (string?)wanted["id"] || (wanted["id"] is null && candidate.Name == (string?)wanted["name"] && IsDefault(wanted["domain"])));
        return project is null
            ? (null, StatusCodes.Status401Unauthorized)
            : Grant(new(user, project, IsSystem: false, method), project.Id);
    }

    private static (AuthRequest?, int) Grant(AuthRequest request, string scope) =>
        request.User.Roles.ContainsKey(scope)
            ? (request, StatusCodes.Status201Created)
            : (null, StatusCodes.Status401Unauthorized);

    private static SampleUser? FindByPassword(JsonNode? wanted) =>
        (string?)wanted?["password"] == SampleData.Password
            ? SampleData.Users.FirstOrDefault(user =>
                user.Id == (string?)wanted!["id"] || (wanted["id"] is null && user.Name == (string?)wanted["name"] && IsDefault(wanted["domain"])))
            : null;

    private static SampleUser? FindByApplicationCredential(JsonNode? wanted) =>
        (string?)wanted?["id"] == SampleData.ApplicationCredentialId && (string?)wanted!["secret"] == SampleData.ApplicationCredentialSecret
            ? SampleData.Pollinate
            : null;

    private static bool IsDefault(JsonNode? domain) =>
        (string?)domain?["id"] == SampleData.DefaultDomain.Id || (string?)domain?["name"] == SampleData.DefaultDomain.Name;
}
