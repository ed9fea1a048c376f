using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Pollinate.Host.Authentication;

/// <summary>
/// The headers that say who the caller is. Only this daemon sets them; whatever a client sends in them is removed
/// (https://docs.openstack.org/keystonemiddleware/latest/middlewarearchitecture.html#what-auth-token-adds-to-the-request-for-use-by-the-openstack-service).
/// </summary>
internal static class IdentityHeaders
{
    public const string IdentityStatus = "X-Identity-Status";
    public const string ServiceIdentityStatus = "X-Service-Identity-Status";
    public const string ServiceCatalog = "X-Service-Catalog";
    public const string IsAdminProject = "X-Is-Admin-Project";
    public const string SystemScope = "OpenStack-System-Scope";
    public const string Roles = "X-Roles";
    public const string ServiceRoles = "X-Service-Roles";

    /// <summary>The value of a status header for a valid token.</summary>
    public const string Confirmed = "Confirmed";

    /// <summary>The value of a status header for a missing or bad token.</summary>
    public const string Invalid = "Invalid";

    /// <summary>Before the names of <see cref="Fields"/> for the caller's token.</summary>
    public const string UserPrefix = "X-";

    /// <summary>Before the names of <see cref="Fields"/> for the service token.</summary>
    public const string ServicePrefix = "X-Service-";

    public const string DomainId = "Domain-Id";
    public const string DomainName = "Domain-Name";
    public const string ProjectId = "Project-Id";
    public const string ProjectName = "Project-Name";
    public const string ProjectDomainId = "Project-Domain-Id";
    public const string ProjectDomainName = "Project-Domain-Name";
    public const string UserId = "User-Id";
    public const string UserName = "User-Name";
    public const string UserDomainId = "User-Domain-Id";
    public const string UserDomainName = "User-Domain-Name";

    /// <summary>Older names of the same facts, still read by some services.</summary>
    public const string OldRole = "X-Role";

    /// <inheritdoc cref="OldRole"/>
    public const string OldUser = "X-User";

    /// <inheritdoc cref="OldRole"/>
    public const string OldTenantId = "X-Tenant-Id";

    /// <inheritdoc cref="OldRole"/>
    public const string OldTenantName = "X-Tenant-Name";

    /// <inheritdoc cref="OldRole"/>
    public const string OldTenant = "X-Tenant";

    /// <summary>What is said of the caller's token and of the service token alike.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        DomainId, DomainName, ProjectId, ProjectName, ProjectDomainId, ProjectDomainName,
        UserId, UserName, UserDomainId, UserDomainName,
    ];

    /// <summary>
    /// Every identity header. keystonemiddleware leaves a client's <see cref="SystemScope"/> in place; this is one as well.
    /// </summary>
    public static FrozenSet<string> All { get; } = FrozenSet.ToFrozenSet(
        [
            IdentityStatus, ServiceIdentityStatus, ServiceCatalog, IsAdminProject, SystemScope, Roles, ServiceRoles,
            OldRole, OldUser, OldTenantId, OldTenantName, OldTenant,
            .. Fields.Select(field => UserPrefix + field),
            .. Fields.Select(field => ServicePrefix + field),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Removes them all. A name with underscores in place of hyphens counts as the same name, as it does for a WSGI server.
    /// </summary>
    public static void RemoveFrom(IHeaderDictionary headers)
    {
        List<string>? found = null;
        foreach (var (name, _) in headers)
        {
            if (IsIdentityHeader(name))
                (found ??= []).Add(name);
        }

        if (found is null)
            return;
        foreach (var name in found)
            headers.Remove(name);
    }

    /// <summary>Says what a request's tokens came to.</summary>
    public static void Add(TokenDecision decision, IHeaderDictionary headers)
    {
        if (decision.User is { } user)
            Set(headers, user.UserHeaders);
        else
            headers[IdentityStatus] = Invalid;

        if (decision.Service is { } service)
            Set(headers, service.ServiceHeaders);
        else if (decision.HasServiceToken)
            headers[ServiceIdentityStatus] = Invalid;
    }

    private static void Set(IHeaderDictionary headers, KeyValuePair<string, StringValues>[] values)
    {
        foreach (var (name, value) in values)
            headers[name] = value;
    }

    private static bool IsIdentityHeader(string name)
    {
        // All begin with X- or OpenStack-.
        if (name.Length < 6 || (name[0] | 0x20) is not ('x' or 'o'))
            return false;
        return All.Contains(name.Contains('_', StringComparison.Ordinal) ? name.Replace('_', '-') : name);
    }
}
