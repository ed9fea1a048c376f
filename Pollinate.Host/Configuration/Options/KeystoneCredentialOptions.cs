using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

/// <summary>
/// The options of keystoneauth's plugins and session, as every section that authenticates against Keystone has them
/// (https://docs.openstack.org/keystoneauth/latest/plugin-options.html).
/// </summary>
internal abstract record KeystoneCredentialOptions
{
    [Option("auth_type", DeprecatedNames = ["auth_plugin"],
        Help = "How to authenticate: password, v3password, token, v3token or v3applicationcredential.")]
    public string? AuthType { get; init; }

    [Option("auth_section",
        Help = "Take auth_type and the credentials from this section instead.")]
    public string? AuthSection { get; init; }

    [Option("auth_url", Help = "Keystone's address, with or without /v3.")]
    public string? AuthUrl { get; init; }

    [Option("username", DeprecatedNames = ["user-name", "user_name"], Help = "User name.")]
    public string? Username { get; init; }

    [Option("user_id", Help = "User id; goes before username.")]
    public string? UserId { get; init; }

    [Option("password", Secret = true, Help = "The user's password.")]
    public string? Password { get; init; }

    [Option("token", Secret = true, Help = "Token to authenticate with, for auth_type token and v3token.")]
    public string? Token { get; init; }

    [Option("user_domain_id", Help = "Id of the user's domain; goes before user_domain_name.")]
    public string? UserDomainId { get; init; }

    [Option("user_domain_name", Help = "Name of the user's domain.")]
    public string? UserDomainName { get; init; }

    [Option("project_id", DeprecatedNames = ["tenant-id", "tenant_id"],
        Help = "Id of the project to scope to; goes before project_name.")]
    public string? ProjectId { get; init; }

    [Option("project_name", DeprecatedNames = ["tenant-name", "tenant_name"], Help = "Name of the project to scope to.")]
    public string? ProjectName { get; init; }

    [Option("project_domain_id", Help = "Id of the project's domain; goes before project_domain_name.")]
    public string? ProjectDomainId { get; init; }

    [Option("project_domain_name", Help = "Name of the project's domain.")]
    public string? ProjectDomainName { get; init; }

    [Option("domain_id", Help = "Id of the domain to scope to.")]
    public string? DomainId { get; init; }

    [Option("domain_name", Help = "Name of the domain to scope to.")]
    public string? DomainName { get; init; }

    [Option("system_scope", Help = "Scope for system operations: all.")]
    public string? SystemScope { get; init; }

    [Option("trust_id", Help = "Id of the trust to scope to.")]
    public string? TrustId { get; init; }

    [Option("default_domain_id", Help = "Id of the domain of user and project where theirs is not set.")]
    public string? DefaultDomainId { get; init; }

    [Option("default_domain_name", Help = "Name of the domain of user and project where theirs is not set.")]
    public string? DefaultDomainName { get; init; }

    [Option("application_credential_id", Help = "Id of the application credential.")]
    public string? ApplicationCredentialId { get; init; }

    [Option("application_credential_name", Help = "Name of the application credential; needs its user, too.")]
    public string? ApplicationCredentialName { get; init; }

    [Option("application_credential_secret", Secret = true, Help = "The application credential's secret.")]
    public string? ApplicationCredentialSecret { get; init; }

    [Option("cafile", Path = PathPlace.Whole, Help = "PEM file of the authorities that may have signed the services' certificates. When empty: the system's.")]
    public string? Cafile { get; init; }

    [Option("certfile", Path = PathPlace.Whole, Content = SecretContent.PrivateKey, Help = "PEM file of the client certificate, which may hold the key, too.")]
    public string? Certfile { get; init; }

    [Option("keyfile", Path = PathPlace.Whole, Content = SecretContent.Whole, Help = "PEM file of the client certificate's key.")]
    public string? Keyfile { get; init; }

    [Option("insecure", Help = "Do not check the services' certificates. Goes before cafile.")]
    public bool Insecure { get; init; }

    [Option("region_name", Help = "Region of the catalog to use. When empty: the first that has the endpoint.")]
    public string? RegionName { get; init; }
}
