using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("vault", Help = "HashiCorp Vault, where secrets come from with [secrets] backend = vault.")]
internal sealed record VaultOptions
{
    public const int DefaultTimeoutSeconds = 10;
    public const string KubernetesMount = "kubernetes";
    public const string AppRoleMount = "approle";

    [Option("url", Help = "Vault's address. When [vault] is empty there are no secrets.")]
    public string? Url { get; init; }

    [Option("role", Help = "Role to log in to Vault as, with the Kubernetes service account of the pod. Only without token and role_id.")]
    public string? Role { get; init; }

    [Option("token", Secret = true, Help = "Token for Vault; goes before role_id and role. It is not renewed.")]
    public string? Token { get; init; }

    [Option("path", Help = "Path of the map of secrets below the mount.")]
    public string? Path { get; init; }

    [Option("mount_point", Help = "Where the key-value engine is mounted.")]
    public string MountPoint { get; init; } = "secret";

    [Option("kv_version", Minimum = 1, Maximum = 2, Help = "Version of the key-value engine. Without a value: 2.")]
    public int? KvVersion { get; init; } = 2;

    [Option("namespace", Help = "Namespace of Vault Enterprise, for every call. When empty: the root.")]
    public string? Namespace { get; init; }

    [Option("auth_mount", Help = "Where the auth method of the login is mounted. When empty: approle with role_id, else kubernetes.")]
    public string? AuthMount { get; init; }

    [Option("kubernetes_token_path", Path = PathPlace.Whole, Content = SecretContent.Whole, Help = "File with the token of the Kubernetes service account, read at each login.")]
    public string KubernetesTokenPath { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    [Option("role_id", Help = "Role id to log in with by AppRole; goes before role. Needs secret_id.")]
    public string? RoleId { get; init; }

    [Option("secret_id", Secret = true, Help = "Secret id of role_id.")]
    public string? SecretId { get; init; }

    [Option("cacert", Path = PathPlace.Whole, Help = "PEM file of the authorities that may have signed Vault's certificate, read at the start. When empty: the system's.")]
    public string? Cacert { get; init; }

    [Option("timeout", Minimum = 1, Help = "Seconds that any one call to Vault may take. Without a value: 10.")]
    public int? Timeout { get; init; } = DefaultTimeoutSeconds;

    [Option("cache_time", Minimum = 0, Help = "Seconds that the map of secrets is kept before Vault is asked again. Without a value: 60.")]
    public int? CacheTime { get; init; } = SecretsOptions.DefaultCacheSeconds;

    [Option("stale_time", Minimum = 0, Help = "Seconds beyond cache_time that the last map serves on while Vault is away. Without a value: 600.")]
    public int? StaleTime { get; init; } = SecretsOptions.DefaultStaleSeconds;
}
