using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Dialect;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Hosting;

/// <summary>
/// The configuration in force, with the sections of the providers that the plugin folders hold.
/// </summary>
/// <param name="Snapshot">The values.</param>
/// <param name="Catalog">What the plugin folders hold.</param>
/// <param name="Print">The plugin folders as they were before the catalog was read.</param>
/// <param name="Places">The files and folders that the values were read from.</param>
internal sealed record DaemonConfiguration(
    ConfigurationSnapshot Snapshot, PluginCatalog Catalog, PluginsPrint Print, IReadOnlyList<string> Places)
{
    /// <summary>
    /// Reads the files twice: the first time they say where the plugins lie, the second time the options that the plugins
    /// declare are known.
    /// </summary>
    /// <exception cref="ConfigurationException">The files or values of them can't be used.</exception>
    public static DaemonConfiguration Load(ConfigurationArguments arguments)
    {
        var first = ConfigurationLoader.Load(arguments, []);
        var directories = PluginDirectories.Searched(first.Bind<DefaultOptions>());
        var print = PluginsPrint.Take(directories);
        var catalog = PluginCatalog.Read(directories);
        var groups = ProviderSections.Of(catalog);
        return new(groups.Count == 0 ? first : ConfigurationLoader.Load(arguments, groups), catalog, print, [.. OsloFiles.Places(arguments), .. LogFile(first)]);
    }

    /// <summary>It can name assemblies to load, so that it is as much to be trusted as the configuration itself.</summary>
    private static IEnumerable<string> LogFile(ConfigurationSnapshot snapshot)
    {
        if (snapshot.Bind<DefaultOptions>().LogConfigAppend is { Length: > 0 } file && Path.Exists(file))
            yield return file;
    }
}
