namespace Pollinate.Host.Configuration.Dialect;

/// <summary>A configuration file as it was read.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Entries">Its assignments, in order, repeated ones included.</param>
/// <param name="Sections">Its sections with the line of each one's first header; names as in <see cref="OsloEntry"/>.</param>
/// <param name="Errors">What can't be read in it.</param>
internal sealed record OsloFile(
    string Path,
    IReadOnlyList<OsloEntry> Entries,
    IReadOnlyDictionary<string, int> Sections,
    IReadOnlyList<ConfigurationError> Errors)
{
    private readonly ILookup<(string Section, string Key), OsloEntry> _byName =
        Entries.ToLookup(entry => (entry.Section, entry.Key));

    /// <summary>The last assignment of a key, which is the one that counts, or null when there is none.</summary>
    public OsloEntry? Find(string section, string key) => _byName[(section, key)].LastOrDefault();
}
