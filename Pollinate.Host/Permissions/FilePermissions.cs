using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Permissions;

/// <summary>
/// What others than root and the daemon's user can write to, of all that says what the daemon does: the configuration, the
/// plugin folders, and the plugins that are needed.
/// </summary>
/// <param name="PlaceProblems">
/// Of the configuration and of the folders that hold plugins, sentences. Nothing that such a configuration says is to be
/// followed, and no plugin to be taken from such a folder.
/// </param>
/// <param name="PluginProblems">Of the plugins, sentences.</param>
/// <param name="Warnings">The same sentences where <c>[DEFAULT] insecure_file_permissions</c> makes them warnings.</param>
internal sealed record FilePermissions(
    IReadOnlyList<string> PlaceProblems, IReadOnlyList<string> PluginProblems, IReadOnlyList<string> Warnings)
{
    private const string OverruleGroup = "DEFAULT";
    private const string OverruleOption = "insecure_file_permissions";
    private const int MostSentences = 10;

    /// <summary>
    /// Looks at the files as they are now. The configuration has been read by then, and that is as good: whoever could write
    /// to it while it was read still can, for only its owner and root can change that.
    /// </summary>
    public static FilePermissions Find(DaemonConfiguration configuration)
    {
        var check = new WriteCheck(Accounts.OfProcess());
        var places = Describe("the configuration", configuration.Places.SelectMany(check.Way)).ToList();
        foreach (var directory in configuration.Catalog.Searched)
            places.AddRange(Describe($"the plugins in {directory}", check.Way(directory)));
        var plugins = ResolvedEntry.Resolve(configuration.Snapshot.Bind<DefaultOptions>().Providers, configuration.Catalog)
            .Select(entry => entry.Provider?.Folder)
            .OfType<Plugins.PluginFolder>()
            .Distinct()
            .SelectMany(folder => Describe($"the plugin '{folder.Name}'", check.Tree(folder.Path)))
            .ToList();
        if (places.Count + plugins.Count == 0)
            return new([], [], []);
        return AreOverruled(configuration.Snapshot)
            ? new([], [], [.. places, .. plugins])
            : new(IneffectiveOverrule(configuration.Snapshot) is { } ineffective ? [.. places, ineffective] : places, plugins, []);
    }

    /// <summary>
    /// Whether <c>[DEFAULT] insecure_file_permissions</c> is set, where nobody could set it who is not trusted: in the
    /// environment, or in a file that only root and the daemon's user can write to.
    /// </summary>
    public static bool AreOverruled(ConfigurationSnapshot snapshot) =>
        snapshot.Bind<DefaultOptions>().InsecureFilePermissions && IneffectiveOverrule(snapshot) is null;

    /// <summary>Refuses to follow a configuration, or to take plugins from folders, that others can write to.</summary>
    /// <exception cref="StartException">Others can; it holds everything that they can write to.</exception>
    public FilePermissions DemandPlaces() =>
        PlaceProblems.Count == 0 ? this : throw new StartException([.. PlaceProblems, .. PluginProblems]);

    /// <summary>A sentence for each of the first things found, and one for the others.</summary>
    /// <param name="subject">What they belong or lead to.</param>
    /// <param name="found">What was found.</param>
    public static IEnumerable<string> Describe(string subject, IEnumerable<WritableFile> found)
    {
        var all = found.ToList();
        foreach (var file in all.Take(MostSentences))
            yield return file.Describe(subject);
        if (all.Count > MostSentences)
            yield return $"Others can write to {all.Count - MostSentences} more files and folders that belong or lead to {subject}; chmod -R and chown -R mend whole folders.";
    }

    private static string? IneffectiveOverrule(ConfigurationSnapshot snapshot)
    {
        var option = snapshot.Options.First(option => option.Definition is { Group: OverruleGroup, Name: OverruleOption });
        if (option is not { Value: true, Origin: { Source: { } file, Line: > 0 } })
            return null;
        return new WriteCheck(Accounts.OfProcess()).Way(file).Count == 0
            ? null
            : $"[DEFAULT] insecure_file_permissions has no effect in {file}, since others can write to that; set OS_DEFAULT__INSECURE_FILE_PERMISSIONS=true in the daemon's environment if that is meant.";
    }
}
