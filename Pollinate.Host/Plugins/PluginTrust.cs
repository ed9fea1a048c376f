using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Permissions;

namespace Pollinate.Host.Plugins;

/// <summary>Whether a plugin may be loaded: who can write to it, and whether it is the one that was pinned. Immutable.</summary>
/// <param name="checksPermissions">Whether it matters who can write to it.</param>
/// <param name="pins">What is pinned.</param>
internal sealed class PluginTrust(bool checksPermissions, PluginPins pins)
{
    /// <summary>What is so when nothing is set.</summary>
    public static PluginTrust Default { get; } = new(checksPermissions: true, PluginPins.None);

    public static PluginTrust Of(ConfigurationSnapshot snapshot) =>
        new(!FilePermissions.AreOverruled(snapshot), PluginPins.Of(snapshot.Bind<PluginsOptions>()));

    /// <summary>Who else can write to a plugin, to its folder or to one above, sentences; null when nobody can.</summary>
    public string? PermissionProblem(PluginFolder plugin)
    {
        if (!checksPermissions)
            return null;
        var check = new WriteCheck(Accounts.OfProcess());
        // The folder that holds it by itself: one that is only on the way may be sticky.
        var found = check.Way(Path.GetDirectoryName(plugin.Path)!).Concat(check.Tree(plugin.Path));
        return string.Join(" ", FilePermissions.Describe($"the plugin '{plugin.Name}'", found)) is { Length: > 0 } problem ? problem : null;
    }

    /// <summary>Why it is not the one that was pinned, a sentence; null when it is, or nothing is pinned.</summary>
    /// <param name="plugin">The plugin's folder in <c>plugins_dir</c>.</param>
    /// <param name="copy">The folder that is loaded from.</param>
    /// <exception cref="PluginException">It can't be read.</exception>
    public string? PinProblem(PluginFolder plugin, PluginFolder copy)
    {
        try
        {
            return pins.Problem(plugin, copy);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginException($"The plugin '{plugin.Name}' in {plugin.Path} can't be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>
    /// Copies a plugin that may be loaded. Who can write to it is looked at before it is copied and again afterwards: so
    /// nobody could in between who still can or could before. What is pinned is the copy, which is loaded and which nobody
    /// else can write to.
    /// </summary>
    /// <param name="plugin">The plugin's folder in <c>plugins_dir</c>.</param>
    /// <param name="makeCopy">Copies it.</param>
    /// <exception cref="PluginException">It may not be loaded, or can't be copied.</exception>
    public PluginFolder Copy(PluginFolder plugin, Func<PluginFolder, PluginFolder> makeCopy)
    {
        DemandNone(PermissionProblem(plugin));
        var copy = makeCopy(plugin);
        DemandNone(PermissionProblem(plugin));
        DemandNone(PinProblem(plugin, copy));
        return copy;
    }

    private static void DemandNone(string? problem)
    {
        if (problem is not null)
            throw new PluginException(problem);
    }
}
