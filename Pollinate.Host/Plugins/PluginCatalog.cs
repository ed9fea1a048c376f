using Pollinate.Host.Text;

namespace Pollinate.Host.Plugins;

/// <summary>
/// What the folders of <c>plugins_dir</c> hold, read from metadata once. Immutable.
/// </summary>
internal sealed class PluginCatalog
{
    private PluginCatalog(
        IReadOnlyList<string> searched,
        IReadOnlyList<PluginDescription> plugins,
        IReadOnlyList<(PluginFolder Folder, string Problem)> problems)
    {
        Searched = searched;
        Plugins = plugins;
        Problems = problems;
    }

    /// <summary>The folders searched, absolute, in order.</summary>
    public IReadOnlyList<string> Searched { get; }

    /// <summary>The plugins found, in the order of the folders, then by name.</summary>
    public IReadOnlyList<PluginDescription> Plugins { get; }

    /// <summary>The plugins that can't be read, each with a sentence. None of them matters unless it is needed.</summary>
    public IReadOnlyList<(PluginFolder Folder, string Problem)> Problems { get; }

    public IEnumerable<ProviderDescription> Providers => Plugins.SelectMany(plugin => plugin.Providers);

    /// <summary>Reads the metadata of every plugin in the folders; a folder that does not exist holds none.</summary>
    public static PluginCatalog Read(IReadOnlyList<string> directories)
    {
        var plugins = new List<PluginDescription>();
        var problems = new List<(PluginFolder, string)>();
        var searched = directories.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).ToList();
        foreach (var folder in searched.SelectMany(directory => Folders(directory, problems)))
        {
            try
            {
                plugins.Add(PluginMetadata.Read(folder));
            }
            catch (PluginException exception)
            {
                problems.Add((folder, exception.Message));
            }
        }

        return new(searched, plugins, problems);
    }

    /// <summary>
    /// Finds the provider that an entry of <c>[DEFAULT] providers</c> names: by its class, its name or one of its aliases.
    /// </summary>
    /// <exception cref="PluginException">
    /// There is none, there is more than one, or it can't be used; the message says which entry, where was searched, what
    /// is wrong, and the nearest name.
    /// </exception>
    public ProviderDescription Find(string entry)
    {
        var matches = Matching(entry);
        if (matches.Count == 0)
            throw new PluginException(ExplainMissing(entry));
        if (matches.Count > 1)
            throw new PluginException(ExplainAmbiguous(entry, matches));
        return matches[0].Flaw is null
            ? matches[0]
            : throw new PluginException($"providers: '{entry}' in {matches[0].Folder.AssemblyPath} {matches[0].Flaw}.");
    }

    /// <remarks>
    /// A class goes before whatever others call themselves, and a provider that can't be used stands in nobody's way.
    /// </remarks>
    private List<ProviderDescription> Matching(string entry)
    {
        var classes = Providers.Where(provider => provider.TypeName == entry).ToList();
        if (classes.Count > 0)
            return classes;
        var called = Providers.Where(provider => provider.IsCalled(entry)).ToList();
        return called.Exists(provider => provider.Flaw is null) ? called.FindAll(provider => provider.Flaw is null) : called;
    }

    private static string ExplainAmbiguous(string entry, List<ProviderDescription> matches) =>
        matches.TrueForAll(match => match.TypeName == matches[0].TypeName)
            ? $"providers: '{entry}' is in more than one plugin: {string.Join(" and ", matches.Select(match => match.Folder.AssemblyPath))}; " +
                "remove all but one of them."
            : $"providers: '{entry}' names more than one provider: {string.Join(" and ", matches.Select(match => $"{match.TypeName} in {match.Folder.AssemblyPath}"))}; " +
                "write the full name of the class that is meant.";

    private string ExplainMissing(string entry)
    {
        // A class is most often in the namespace that its plugin is named after.
        var own = Problems.FirstOrDefault(problem => entry.StartsWith(problem.Folder.Name + ".", StringComparison.Ordinal)).Problem;
        if (own is not null)
            return $"providers: '{entry}' was not found: {own}";

        var holder = Plugins.FirstOrDefault(plugin => PluginMetadata.HasType(plugin.Folder, entry));
        if (holder is not null)
        {
            return $"providers: '{entry}' in {holder.Folder.AssemblyPath} is no provider: it does not derive from " +
                $"{ContractNames.Provider}.";
        }

        var where = Searched.Count == 0 ? "no folder was searched" : $"searched {string.Join(" and ", Searched)}";
        var sound = Providers.Where(provider => provider.Flaw is null).ToList();
        var nearest = NearestName.Find(entry, sound.SelectMany(provider => provider.Aliases.Prepend(provider.Name!).Prepend(provider.TypeName)));
        var cure = nearest is not null
            ? $"did you mean '{nearest}'?"
            : Plugins.Count == 0
                ? "there are no plugins there: set [DEFAULT] plugins_dir, or put the plugin's folder into one of them."
                : $"the plugins there hold: {string.Join(", ", sound.Select(provider => $"{provider.Name} ({provider.TypeName})").Order(StringComparer.Ordinal))}.";
        var unread = Problems.Count == 0 ? "" : " Not searched: " + string.Join(" ", Problems.Select(problem => problem.Problem));
        return $"providers: '{entry}' was not found ({where}); {cure}{unread}";
    }

    private static IEnumerable<PluginFolder> Folders(string directory, List<(PluginFolder, string)> problems)
    {
        if (!Directory.Exists(directory))
            return [];
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(directory)
                    .Order(StringComparer.Ordinal)
                    .Select(path => new PluginFolder(Path.GetFileName(path), path))
                    .Where(folder => !folder.Name.StartsWith('.') && IsPlugin(folder, problems)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add((new(Path.GetFileName(directory), directory),
                $"The folder {directory} can't be read: {exception.Message.TrimEnd('.')}."));
            return [];
        }
    }

    private static bool IsPlugin(PluginFolder folder, List<(PluginFolder, string)> problems)
    {
        if (File.Exists(folder.AssemblyPath))
            return true;
        problems.Add((folder, $"The folder {folder.Path} is no plugin, or can't be read: it holds no {folder.Name}.dll."));
        return false;
    }
}
