namespace Pollinate.Abstractions;

/// <summary>
/// Who asked, as Keystone's answer to the validation of the caller's token says
/// (https://docs.openstack.org/api-ref/identity/v3/#validate-and-show-information-for-token); under
/// <c>auth_strategy = noauth</c>, as the request's own headers say. Immutable, safe for any thread.
/// </summary>
public sealed record Caller
{
    /// <summary>The user's id, or null when nothing told it.</summary>
    public string? UserId { get; init; }

    /// <summary>The user's name, or null when nothing told it.</summary>
    public string? UserName { get; init; }

    /// <summary>The id of the user's domain, or null when nothing told it.</summary>
    public string? UserDomainId { get; init; }

    /// <summary>The name of the user's domain, or null when nothing told it.</summary>
    public string? UserDomainName { get; init; }

    /// <summary>The id of the project that the token is scoped to, or null when it is scoped to none.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The name of the project that the token is scoped to, or null when it is scoped to none.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The id of that project's domain, or null when the token is scoped to no project.</summary>
    public string? ProjectDomainId { get; init; }

    /// <summary>The name of that project's domain, or null when the token is scoped to no project.</summary>
    public string? ProjectDomainName { get; init; }

    /// <summary>The id of the domain that the token is scoped to, or null when it is scoped to none.</summary>
    public string? DomainId { get; init; }

    /// <summary>The name of the domain that the token is scoped to, or null when it is scoped to none.</summary>
    public string? DomainName { get; init; }

    /// <summary>True when the token is scoped to the whole system.</summary>
    public bool IsSystemScoped { get; init; }

    /// <summary>The names of the roles on that scope, in the order that Keystone gave; empty for an unscoped token.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
