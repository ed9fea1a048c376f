using Pollinate.Host.Plugins;

namespace Pollinate.Host.Generations;

/// <summary>What is remembered of a plugin of a generation. Holds nothing of the plugin itself.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">Its assembly's version.</param>
/// <param name="Hash">The beginning of its content's hash.</param>
/// <param name="Trace">Says whether it is still in memory.</param>
internal sealed record PluginState(string Name, string Version, string Hash, WeakReference Trace)
{
    private const int ShownOfHash = 8;

    public static PluginState Of(LoadedPlugin plugin)
    {
        // The copy's folder is named after the content.
        var hash = Path.GetFileName(plugin.Copy.Path)[(plugin.Copy.Name.Length + 1)..];
        return new(plugin.Folder.Name, $"{plugin.Version}", hash[..Math.Min(ShownOfHash, hash.Length)], plugin.Trace);
    }

    /// <summary>The version and the hash, for operators.</summary>
    public string Content => $"{Version} ({Hash})";
}
