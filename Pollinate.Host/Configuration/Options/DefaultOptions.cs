using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("DEFAULT", Help = "The daemon as a whole.")]
internal sealed record DefaultOptions
{
    public const string KeystoneStrategy = "keystone";
    public const string NoAuthStrategy = "noauth";
    public const string TestingStrategy = "testing";
    public const string MergeByReplacing = "replace";
    public const string MergeByAppending = "append";

    [Option("auth_strategy", Choices = [NoAuthStrategy, KeystoneStrategy, TestingStrategy],
        Help = "How callers are authenticated. keystone: by their Keystone token. noauth and testing: not at all; the caller is whoever its own headers say, so only for tests on a loopback address.")]
    public string AuthStrategy { get; init; } = KeystoneStrategy;

    [Option("providers",
        Help = "The providers to run, in this order, separated by commas: each by its name, such as project_info, its fully-qualified .NET type, or its Python class in the original service.")]
    public IReadOnlyList<string> Providers { get; init; } = [];

    [Option("cloud_config_merge", Choices = [MergeByReplacing, MergeByAppending],
        Help = "What becomes of a key that the cloud-configs of two providers hold. replace: the later provider's value stands. append: lists are joined and objects merged, however deep; any other value is replaced. Whatever is replaced is named in a warning.")]
    public string CloudConfigMerge { get; init; } = MergeByReplacing;

    [Option("plugins_dir",
        Help = "Folders that hold plugins, one folder a plugin, searched in this order; a relative path counts from the daemon's working directory. When empty: the folder plugins beside the executable, then /var/lib/nova-pollinate/plugins.")]
    public IReadOnlyList<string> PluginsDir { get; init; } = [];

    [Option("plugins_cache_dir",
        Help = "Folder for the private copies of plugins that the daemon loads; only the daemon's user may be able to write to it. When empty: the first of systemd's CACHE_DIRECTORY, the folder nova-pollinate in XDG_CACHE_HOME, and .cache/nova-pollinate in the home directory.")]
    public string? PluginsCacheDir { get; init; }

    [Option("api_timeout", Minimum = 1,
        Help = "Seconds that any one call to an OpenStack service may take. Without a value: 10.")]
    public int? ApiTimeout { get; init; } = 10;

    [Option("host",
        Help = "The name of this host, for messages. When empty: the machine's host name.")]
    public string? Host { get; init; }

    [Option("debug", CheckedInFiles = true,
        Help = "Log at level DEBUG instead of INFO.")]
    public bool Debug { get; init; }

    [Option("log_file", DeprecatedNames = ["logfile"], CheckedInFiles = true,
        Help = "File to log to. When empty: standard error.")]
    public string? LogFile { get; init; }
}
