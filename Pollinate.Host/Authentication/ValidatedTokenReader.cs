using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>Reads Keystone's answer to the validation of a token.</summary>
internal static class ValidatedTokenReader
{
    /// <summary>Reads the body of a 200.</summary>
    /// <param name="answer">Keystone's answer.</param>
    /// <param name="withCatalog">Tell the catalog to the application.</param>
    /// <exception cref="OpenStackException">It is not the description of a token.</exception>
    public static ValidatedToken Read(HttpAnswer answer, bool withCatalog)
    {
        if (JsonText.ObjectOf(answer.ReadJson(), "token") is not { } token)
            throw new OpenStackException($"{answer.Call} answered {answer.Status} with a body that has no token.");
        if (!token.TryGetProperty("methods", out var methods) || methods.ValueKind != JsonValueKind.Array)
            throw new OpenStackException($"{answer.Call} answered {answer.Status} with a token that has no methods.");
        if (JsonText.ObjectOf(token, "user") is not { } user)
            throw new OpenStackException($"{answer.Call} answered {answer.Status} with a token that has no user.");
        if (KeystoneTime.Parse(JsonText.Of(token, "expires_at")) is not { } expiresAt)
            throw new OpenStackException($"{answer.Call} answered {answer.Status} with a token that has no expires_at, or one that is not a time.");

        var caller = ReadCaller(token, user);
        return new()
        {
            ExpiresAt = expiresAt,
            UserHeaders = [.. UserHeaders(caller, token, withCatalog)],
            ServiceHeaders = [.. ServiceHeaders(caller)],
            Identity = new(IdentityStatus.Confirmed, caller),
            Bind = TokenBind.Read(token),
            AccessRules = AccessRules.Read(token),
        };
    }

    private static Caller ReadCaller(JsonElement token, JsonElement user)
    {
        var userDomain = JsonText.ObjectOf(user, "domain");
        var project = JsonText.ObjectOf(token, "project");
        var projectDomain = project is { } scope ? JsonText.ObjectOf(scope, "domain") : null;
        var domain = JsonText.ObjectOf(token, "domain");
        return new()
        {
            UserId = JsonText.Of(user, "id"),
            UserName = JsonText.Of(user, "name"),
            UserDomainId = Text(userDomain, "id"),
            UserDomainName = Text(userDomain, "name"),
            ProjectId = Text(project, "id"),
            ProjectName = Text(project, "name"),
            ProjectDomainId = Text(projectDomain, "id"),
            ProjectDomainName = Text(projectDomain, "name"),
            DomainId = Text(domain, "id"),
            DomainName = Text(domain, "name"),
            IsSystemScoped = JsonText.ObjectOf(token, "system") is { } system
                && system.TryGetProperty("all", out var all)
                && all.ValueKind == JsonValueKind.True,
            Roles = ReadRoles(token),
        };
    }

    private static string? Text(JsonElement? element, string property) =>
        element is { } value ? JsonText.Of(value, property) : null;

    private static string[] ReadRoles(JsonElement token) =>
        token.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array
            ? [.. roles.EnumerateArray().Select(role => JsonText.Of(role, "name")).OfType<string>()]
            : [];

    private static List<KeyValuePair<string, StringValues>> UserHeaders(Caller caller, JsonElement token, bool withCatalog)
    {
        var roles = string.Join(',', caller.Roles);
        var headers = Fields(IdentityHeaders.UserPrefix, caller);
        Add(headers, IdentityHeaders.IdentityStatus, IdentityHeaders.Confirmed);
        Add(headers, IdentityHeaders.Roles, roles);
        Add(headers, IdentityHeaders.OldRole, roles);
        Add(headers, IdentityHeaders.OldUser, caller.UserName);
        Add(headers, IdentityHeaders.OldTenantId, caller.ProjectId);
        Add(headers, IdentityHeaders.OldTenantName, caller.ProjectName);
        Add(headers, IdentityHeaders.OldTenant, caller.ProjectName);
        Add(headers, IdentityHeaders.IsAdminProject, IsAdminProject(token) ? "True" : "False");
        if (caller.IsSystemScoped)
            Add(headers, IdentityHeaders.SystemScope, "all");
        if (withCatalog)
            Add(headers, IdentityHeaders.ServiceCatalog, ServiceCatalogHeader.Of(token));
        return headers;
    }

    // The scope of the service is not that of the user: OpenStack-System-Scope is left as the user's token set it.
    private static List<KeyValuePair<string, StringValues>> ServiceHeaders(Caller caller)
    {
        var headers = Fields(IdentityHeaders.ServicePrefix, caller);
        Add(headers, IdentityHeaders.ServiceIdentityStatus, IdentityHeaders.Confirmed);
        Add(headers, IdentityHeaders.ServiceRoles, string.Join(',', caller.Roles));
        return headers;
    }

    private static List<KeyValuePair<string, StringValues>> Fields(string prefix, Caller caller)
    {
        var headers = new List<KeyValuePair<string, StringValues>>();
        Add(headers, prefix + IdentityHeaders.DomainId, caller.DomainId);
        Add(headers, prefix + IdentityHeaders.DomainName, caller.DomainName);
        Add(headers, prefix + IdentityHeaders.ProjectId, caller.ProjectId);
        Add(headers, prefix + IdentityHeaders.ProjectName, caller.ProjectName);
        Add(headers, prefix + IdentityHeaders.ProjectDomainId, caller.ProjectDomainId);
        Add(headers, prefix + IdentityHeaders.ProjectDomainName, caller.ProjectDomainName);
        Add(headers, prefix + IdentityHeaders.UserId, caller.UserId);
        Add(headers, prefix + IdentityHeaders.UserName, caller.UserName);
        Add(headers, prefix + IdentityHeaders.UserDomainId, caller.UserDomainId);
        Add(headers, prefix + IdentityHeaders.UserDomainName, caller.UserDomainName);
        return headers;
    }

    private static void Add(List<KeyValuePair<string, StringValues>> headers, string name, string? value)
    {
        if (value is not null)
            headers.Add(new(name, value));
    }

    // A Keystone without an admin project says nothing, and then every project is one.
    private static bool IsAdminProject(JsonElement token) =>
        !token.TryGetProperty("is_admin_project", out var value) || value.ValueKind != JsonValueKind.False;
}
