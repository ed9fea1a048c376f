using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Plugins;

/// <summary>What <c>[plugins] sha256</c> lets be loaded. Immutable.</summary>
internal sealed class PluginPins
{
    private const int HashLength = 64;
    private const int ShownDigits = 12;

    private readonly ILookup<string, string> _hashes;

    private PluginPins(IReadOnlyList<(string Name, string Hash)> pins, IReadOnlyList<string> problems)
    {
        _hashes = pins.ToLookup(pin => pin.Name, pin => pin.Hash, StringComparer.Ordinal);
        Problems = problems;
    }

    /// <summary>Nothing is pinned: every plugin may be loaded.</summary>
    public static PluginPins None { get; } = new([], []);

    /// <summary>The items that say nothing, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    public static PluginPins Of(PluginsOptions options)
    {
        var pins = new List<(string, string)>();
        var problems = new List<string>();
        foreach (var item in options.Sha256)
        {
            // No hash has a colon in it, and a folder may.
            var colon = item.LastIndexOf(':');
            var (name, hash) = (item[..Math.Max(0, colon)].Trim(), item[(colon + 1)..].Trim().ToLowerInvariant());
            if (name.Length > 0 && hash.Length == HashLength && hash.All(char.IsAsciiHexDigit))
                pins.Add((name, hash));
            else
                problems.Add($"[plugins] sha256: '{item}' is not Name:hash, with the name of the plugin's folder and {HashLength} hexadecimal digits; nova-pollinate providers --pin prints the line.");
        }

        return new(pins, problems);
    }

    /// <summary>The line that pins these plugins as they are now.</summary>
    public static string Line(IEnumerable<PluginFolder> plugins) =>
        $"sha256 = {string.Join(", ", plugins.Select(plugin => $"{plugin.Name}:{PluginDigest.Of(plugin.Path)}").Distinct().Order(StringComparer.Ordinal))}";

    /// <summary>Why a plugin may not be loaded, a sentence; null when it may.</summary>
    /// <param name="plugin">The plugin's folder in <c>plugins_dir</c>.</param>
    /// <param name="copy">Where that is loaded from which is looked at.</param>
    public string? Problem(PluginFolder plugin, PluginFolder copy)
    {
        if (_hashes.Count == 0 && Problems.Count == 0)
            return null;
        var found = PluginDigest.Of(copy.Path);
        if (_hashes[plugin.Name].Contains(found, StringComparer.Ordinal))
            return null;
        var what = _hashes.Contains(plugin.Name)
            ? $"is another than [plugins] sha256 has: expected {string.Join(" or ", _hashes[plugin.Name].Select(Short))}, found {Short(found)}"
            : $"is not in [plugins] sha256, which has to name every plugin that is loaded: found {Short(found)}";
        return $"The plugin '{plugin.Name}' in {plugin.Path} {what}; if it is the one that is meant, set the line that nova-pollinate providers --pin prints.";
    }

    private static string Short(string hash) => hash[..ShownDigits] + "…";
}
