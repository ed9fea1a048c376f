using System.Collections.Frozen;
using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authorization;

/// <summary>Who may ask for vendordata: <c>[authorization]</c>. Immutable, safe for any thread.</summary>
internal sealed class CallerPolicy
{
    // oslo.policy compares roles without case, too.
    private readonly FrozenSet<string> _roles;
    private readonly AllowedItem[] _users;
    private readonly AllowedItem[] _projects;
    private readonly bool _wantsUser;
    private readonly bool _wantsProject;

    public CallerPolicy(AuthorizationOptions options)
    {
        _roles = options.RequiredRoles.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _users = [.. Read(options.AllowedUsers)];
        _projects = [.. Read(options.AllowedProjects)];
        // Of the options themselves: one whose every item is broken lets nobody in.
        _wantsUser = options.AllowedUsers.Count > 0;
        _wantsProject = options.AllowedProjects.Count > 0;
    }

    /// <summary>Nothing is asked of a caller but a valid token.</summary>
    public bool LetsAnybodyIn => _roles.Count == 0 && !_wantsUser && !_wantsProject;

    /// <summary>Decides on who a valid token says that the caller is.</summary>
    public CallerDecision Decide(Caller caller)
    {
        var unmet = Unmet.None;
        if (_roles.Count > 0 && !caller.Roles.Any(_roles.Contains))
            unmet |= Unmet.RequiredRoles;
        if (_wantsUser && !_users.Any(user => user.Is(caller.UserId, caller.UserName, caller.UserDomainId, caller.UserDomainName)))
            unmet |= Unmet.AllowedUsers;
        if (_wantsProject && !_projects.Any(project => project.Is(caller.ProjectId, caller.ProjectName, caller.ProjectDomainId, caller.ProjectDomainName)))
            unmet |= Unmet.AllowedProjects;
        return new(this, unmet);
    }

    private static IEnumerable<AllowedItem> Read(IEnumerable<string> items)
    {
        foreach (var text in items)
        {
            if (AllowedItem.TryParse(text, out var item))
                yield return item;
        }
    }
}
