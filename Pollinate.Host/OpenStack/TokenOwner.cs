using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>Whose a token is, as Keystone says. Names are null where it says none.</summary>
/// <param name="User">The user's name.</param>
/// <param name="UserDomain">The name of the user's domain.</param>
/// <param name="Project">The project's name; null of a token for something else.</param>
/// <param name="ProjectDomain">The name of the project's domain.</param>
/// <param name="Roles">The names of the roles that come with it.</param>
internal sealed record TokenOwner(string? User, string? UserDomain, string? Project, string? ProjectDomain, IReadOnlyList<string> Roles)
{
    /// <summary>Reads it off a token; what has not the shape of one is left out.</summary>
    public static TokenOwner Read(JsonElement token)
    {
        var user = JsonText.ObjectOf(token, "user");
        var project = JsonText.ObjectOf(token, "project");
        return new(NameOf(user), DomainOf(user), NameOf(project), DomainOf(project), RolesOf(token));
    }

    private static string? NameOf(JsonElement? item) => item is { } found ? JsonText.Of(found, "name") : null;

    private static string? DomainOf(JsonElement? item) => item is { } found ? NameOf(JsonText.ObjectOf(found, "domain")) : null;

    private static List<string> RolesOf(JsonElement token)
    {
        var roles = new List<string>();
        if (!token.TryGetProperty("roles", out var list) || list.ValueKind != JsonValueKind.Array)
            return roles;
        foreach (var role in list.EnumerateArray())
        {
            if (JsonText.Of(role, "name") is { Length: > 0 } name)
                roles.Add(name);
        }

        return roles;
    }
}
