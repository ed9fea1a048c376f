using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("authorization", Help = "Who may ask for vendordata, of those whom Keystone knows. Each option that is not empty must hold for the caller's own token; a service token changes nothing. With auth_strategy = noauth or testing none of them counts.")]
internal sealed record AuthorizationOptions
{
    [Option("required_roles", Help = "The caller must have one of these roles on what its token is scoped to; upper and lower case are the same.")]
    public IReadOnlyList<string> RequiredRoles { get; init; } = ["admin", "service"];

    [Option("allowed_users", Help = "The caller must be one of these users: each an id, or a domain's id or name, a colon and the user's name, such as Default:nova. When empty: any.")]
    public IReadOnlyList<string> AllowedUsers { get; init; } = [];

    [Option("allowed_projects", Help = "The caller's token must be scoped to one of these projects: each an id, or a domain's id or name, a colon and the project's name, such as Default:service. When empty: to any, or to none.")]
    public IReadOnlyList<string> AllowedProjects { get; init; } = [];
}
