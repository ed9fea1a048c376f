using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("DEFAULT", Help = "The daemon as a whole.")]
internal sealed record DefaultOptions : LogOptions
{
    public const string KeystoneStrategy = "keystone";
    public const string NoAuthStrategy = "noauth";
    public const string TestingStrategy = "testing";
    public const string MergeByReplacing = "replace";
    public const string MergeByAppending = "append";

    /// <summary>Longer than anybody waits for anything here.</summary>
    public const int MostSeconds = 86_400;

    [Option("auth_strategy", Choices = [NoAuthStrategy, KeystoneStrategy, TestingStrategy],
        ChoiceHelp = ["not at all; the caller is whoever its own headers say, so only for tests on a loopback address", "by their Keystone token", "as noauth"],
        Help = "How callers are authenticated.")]
    public string AuthStrategy { get; init; } = KeystoneStrategy;

    [Option("providers",
        Help = "The providers to run, in this order, separated by commas: each by its name, such as project_info, its fully-qualified .NET type, or its Python class in the original service.")]
    public IReadOnlyList<string> Providers { get; init; } = [];

    [Option("cloud_config_merge", Choices = [MergeByReplacing, MergeByAppending],
        ChoiceHelp = ["the later provider's value stands", "lists are joined and objects merged, however deep; any other value is replaced"],
        Help = "What becomes of a key that the cloud-configs of two providers hold. Whatever is replaced is named in a warning.")]
    public string CloudConfigMerge { get; init; } = MergeByReplacing;

    [Option("plugins_dir", Path = PathPlace.Whole,
        Help = "Folders that hold plugins, one folder a plugin, searched in this order; a relative path counts from the daemon's working directory. When empty: the folder plugins beside the executable, then /var/lib/nova-pollinate/plugins.")]
    public IReadOnlyList<string> PluginsDir { get; init; } = [];

    [Option("plugins_cache_dir", Path = PathPlace.Whole, NeedsRestart = true,
        Help = "Folder for the private copies of plugins that the daemon loads; only the daemon's user may be able to write to it. When empty: the first of systemd's CACHE_DIRECTORY, the folder nova-pollinate in XDG_CACHE_HOME, and .cache/nova-pollinate in the home directory.")]
    public string? PluginsCacheDir { get; init; }

    [Option("plugins_watch",
        Help = "Load plugins anew when something in plugins_dir has changed and then been quiet for a second, as a reload does.")]
    public bool PluginsWatch { get; init; }

    [Option("insecure_file_permissions",
        Help = "Serve although others than root and the daemon's user can write to the configuration or to plugins, and only warn of it: for containers whose volumes anybody in them can write to. Has no effect in a file that others can write to; the environment variable OS_DEFAULT__INSECURE_FILE_PERMISSIONS always has.")]
    public bool InsecureFilePermissions { get; init; }

    [Option("provider_start_timeout", Minimum = 0, Maximum = MostSeconds,
        Help = "Seconds that a provider may take to be constructed, and again to check itself, before it counts as failed. 0: as long as it likes. Without a value: 10.")]
    public double? ProviderStartTimeout { get; init; } = 10;

    [Option("warm_up",
        Help = "Before the daemon says that it serves, it sends itself some requests, also at the addresses that it listens on, so that the first guest is answered as fast as the thousandth: it gets its tokens, reads the secrets, asks the services that providers declare to need for resources that do not exist, and compiles the plugins' code. No provider is called for it, and no figure counts it.")]
    public bool WarmUp { get; init; } = true;

    [Option("request_timeout", Minimum = 0, Maximum = MostSeconds,
        Help = "Seconds from a request's arrival to its answer. When they are spent, the answer goes out with every provider that has finished; keep it below [api] vendordata_dynamic_read_timeout of Nova, which is 5. 0: as long as the providers take. Without a value: 4.")]
    public double? RequestTimeout { get; init; } = 4;

    [Option("max_output_size", Minimum = 1,
        Help = "The most bytes of JSON that one provider may give for one request; with more it counts as failed. Without a value: 1048576.")]
    public int? MaxOutputSize { get; init; } = 1024 * 1024;

    [Option("api_timeout", Minimum = 1,
        Help = "Seconds that any one call to an OpenStack service may take. Without a value: 10.")]
    public int? ApiTimeout { get; init; } = 10;

    [Option("host",
        Help = "The name of this host, for messages. When empty: the machine's host name.")]
    public string? Host { get; init; }
}
