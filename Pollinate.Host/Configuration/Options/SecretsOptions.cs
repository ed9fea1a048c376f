using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("secrets", Help = "Where the secrets of providers come from.")]
internal sealed record SecretsOptions
{
    public const string Vault = "vault";
    public const string InFile = "file";
    public const string InDirectory = "directory";
    public const int DefaultCacheSeconds = 60;
    public const int DefaultStaleSeconds = 600;

    [Option("backend", Choices = [Vault, InFile, InDirectory],
        ChoiceHelp = ["HashiCorp Vault, see [vault]", "one JSON or INI file", "one file a secret, as systemd's LoadCredential= and Kubernetes mount them"],
        Help = "Where secrets are read from.")]
    public string Backend { get; init; } = Vault;

    [Option("file", Path = PathPlace.Whole, Content = SecretContent.Whole, Help = "With backend = file: a JSON object, or an INI file with the sections [DEFAULT] or [secrets], of secrets by name.")]
    public string? File { get; init; }

    [Option("directory", Path = PathPlace.Whole, Content = SecretContent.Whole, Help = "With backend = directory: a folder of files, each named as its secret. When empty: systemd's CREDENTIALS_DIRECTORY.")]
    public string? Directory { get; init; }

    [Option("cache_time", Minimum = 0,
        Help = "Seconds that secrets are kept before they are read again. When empty: [vault] cache_time with backend = vault, else 60.")]
    public int? CacheTime { get; init; }

    [Option("stale_time", Minimum = 0,
        Help = "Seconds beyond cache_time that the last secrets serve on while they can't be read. When empty: [vault] stale_time with backend = vault, else 600.")]
    public int? StaleTime { get; init; }
}
