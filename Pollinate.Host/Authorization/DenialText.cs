using Pollinate.Abstractions;

namespace Pollinate.Host.Authorization;

/// <summary>Says in words who may not ask, and what would let them.</summary>
internal static class DenialText
{
    /// <summary>The user, what its token is scoped to, and its roles there.</summary>
    public static string Who(Caller caller) =>
        $"the user {Named(caller.UserName, caller.UserId, caller.UserDomainName)} {Scope(caller)} " +
        (caller.Roles.Count == 0 ? "without a role" : $"with the roles {string.Join(", ", caller.Roles)}");

    /// <summary>Each option that does not hold, and the cure.</summary>
    public static string Why(Caller caller, Unmet unmet)
    {
        var reasons = new List<string>();
        if (unmet.HasFlag(Unmet.RequiredRoles))
            reasons.Add("has none of [authorization] required_roles; if this is Nova, give its user one of them there, or add one of its roles to the option");
        if (unmet.HasFlag(Unmet.AllowedUsers))
            reasons.Add($"is not in [authorization] allowed_users; if this is Nova, add {caller.UserId} to the option");
        if (unmet.HasFlag(Unmet.AllowedProjects))
        {
            reasons.Add(caller.ProjectId is null
                ? "has a token without a project, which [authorization] allowed_projects asks for; if this is Nova, set project_name and project_domain_name in its [vendordata_dynamic_auth]"
                : $"asks from a project that is not in [authorization] allowed_projects; if this is Nova, add {caller.ProjectId} to the option");
        }

        return string.Join("; it also ", reasons);
    }

    private static string Scope(Caller caller) => caller switch
    {
        { ProjectId: not null } => $"in the project {Named(caller.ProjectName, caller.ProjectId, caller.ProjectDomainName)}",
        { DomainId: not null } => $"in the domain {Named(caller.DomainName, caller.DomainId, domain: null)}",
        { IsSystemScoped: true } => "in the system",
        _ => "in no project",
    };

    private static string Named(string? name, string? id, string? domain) =>
        domain is null ? $"'{name}' ({id})" : $"'{name}' ({id}) of the domain '{domain}'";
}
