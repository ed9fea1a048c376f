using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("plugins", Help = "Which plugins may be loaded.")]
internal sealed record PluginsOptions
{
    [Option("sha256",
        Help = "The plugins that may be loaded, as Name:hash: the name of the plugin's folder and the hash of everything in it, as nova-pollinate providers --pin prints them. A name with several hashes may be any of them. When empty: every plugin that [DEFAULT] providers needs.")]
    public IReadOnlyList<string> Sha256 { get; init; } = [];
}
