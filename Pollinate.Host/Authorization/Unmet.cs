namespace Pollinate.Host.Authorization;

/// <summary>The options of <c>[authorization]</c> that do not hold for a caller.</summary>
[Flags]
internal enum Unmet
{
    None = 0,
    RequiredRoles = 1,
    AllowedUsers = 2,
    AllowedProjects = 4,
}
