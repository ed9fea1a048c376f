using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Permissions;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Commands;

/// <summary>Makes the line that pins plugins as they are now.</summary>
internal static class PluginPinning
{
    /// <param name="configuration">What says which plugins are needed.</param>
    /// <param name="all">Pins every plugin in the plugin folders, and not only those that are needed.</param>
    /// <exception cref="StartException">
    /// The line would lack what is needed, or pin what someone else may have written. It holds every reason.
    /// </exception>
    public static string Line(DaemonConfiguration configuration, bool all)
    {
        var permissions = FilePermissions.Find(configuration);
        var entries = ResolvedEntry.Resolve(configuration.Snapshot.Bind<DefaultOptions>().Providers, configuration.Catalog);
        var plugins = (all
            ? configuration.Catalog.Plugins.Select(plugin => plugin.Folder)
            : entries.Select(entry => entry.Provider?.Folder).OfType<PluginFolder>()).Distinct().ToList();
        var trust = PluginTrust.Of(configuration.Snapshot);
        string[] problems =
        [
            .. permissions.PlaceProblems,
            .. entries.Select(entry => entry.Problem).OfType<string>(),
            .. plugins.Select(trust.PermissionProblem).OfType<string>().Distinct(),
            .. plugins.Count == 0 ? ["There is no plugin to pin: [DEFAULT] providers needs none."] : Array.Empty<string>(),
        ];
        if (problems.Length > 0)
            throw new StartException(problems);
        try
        {
            return PluginPins.Line(plugins);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException([$"A plugin can't be read: {exception.Message.TrimEnd('.')}; the daemon's user needs to be able to read all of its files."]);
        }
    }
}
