using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Plugins;

/// <summary>Says where plugins are looked for and where their private copies go when no option says it.</summary>
internal static class PluginDirectories
{
    public const string SystemDirectory = "/var/lib/nova-pollinate/plugins";

    /// <summary>The folders to search, absolute, in order.</summary>
    public static IReadOnlyList<string> Searched(DefaultOptions options) =>
        options.PluginsDir.Count > 0
            ? [.. options.PluginsDir.Where(directory => directory.Length > 0)]
            : [Path.Combine(AppContext.BaseDirectory, "plugins"), SystemDirectory];

    /// <summary>The folder for the private copies, absolute.</summary>
    /// <param name="options">The options in force.</param>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    /// <exception cref="PluginException">Nothing says where such a folder may be.</exception>
    public static string Cache(DefaultOptions options, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(options.PluginsCacheDir))
            return options.PluginsCacheDir;

        // systemd separates several directories by colons; the first is the service's own.
        if (environment("CACHE_DIRECTORY") is { Length: > 0 } unit)
            return Path.Combine(unit.Split(':')[0], "plugins");
        if (environment("XDG_CACHE_HOME") is { Length: > 0 } user)
            return Path.Combine(user, "nova-pollinate", "plugins");
        if (environment("HOME") is { Length: > 0 } home)
            return Path.Combine(home, ".cache", "nova-pollinate", "plugins");
        throw new PluginException(
            "There is no folder for the private copies of plugins: set [DEFAULT] plugins_cache_dir to one that only the " +
            "daemon's user can write to.");
    }
}
