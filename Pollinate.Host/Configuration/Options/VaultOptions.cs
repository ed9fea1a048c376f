using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("vault", Help = "Where secrets come from: HashiCorp Vault's key-value engine, version 2.")]
internal sealed record VaultOptions
{
    [Option("url", Help = "Vault's address. When empty there are no secrets.")]
    public string? Url { get; init; }

    [Option("role", Help = "Role to log in to Vault as, with the Kubernetes service account of the pod. Only without token.")]
    public string? Role { get; init; }

    [Option("token", Secret = true, Help = "Token for Vault; goes before role.")]
    public string? Token { get; init; }

    [Option("path", Help = "Path of the map of secrets below the mount.")]
    public string? Path { get; init; }

    [Option("mount_point", Help = "Where the key-value engine is mounted.")]
    public string MountPoint { get; init; } = "secret";

    [Option("timeout", Minimum = 1, Help = "Seconds that any one call to Vault may take. Without a value: 10.")]
    public int? Timeout { get; init; } = 10;
}
