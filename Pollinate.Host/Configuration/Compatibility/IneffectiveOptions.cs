using Pollinate.Host.Configuration.Dialect;
using Pollinate.Host.Configuration.Resolution;

namespace Pollinate.Host.Configuration.Compatibility;

/// <summary>
/// Finds what the original service understands and this daemon has no use for. All of it is one warning: a configuration that
/// was made from the original's sample sets dozens of such options.
/// </summary>
internal static class IneffectiveOptions
{
    /// <returns>The warning, or null when there is nothing to warn of.</returns>
    public static string? Describe(
        IReadOnlyList<OsloFile> files,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<ResolvedOption> options)
    {
        var sources =
            from option in OfLibraries(files).Concat(OfLibraries(environment)).Concat(Declared(files, options))
            group option by option.Source into source
            select $"{source.Key}: {string.Join("; ", source.GroupBy(option => option.Section).Select(DescribeSection))}";
        return sources.ToList() is { Count: > 0 } found
            ? $"These options of the original service have no effect here. {string.Join(". ", found)}."
            : null;
    }

    private static string DescribeSection(IGrouping<string, IneffectiveOption> section) =>
        $"[{section.Key}] " + string.Join(", ",
            from option in section
            group option.Name by option.Reason into alike
            select string.Join(", ", alike) + (alike.Key is null ? "" : $" ({alike.Key})"));

    private static IEnumerable<IneffectiveOption> OfLibraries(IReadOnlyList<OsloFile> files) =>
        from file in files
        from entry in file.Entries.DistinctBy(entry => (entry.Section, entry.Key))
        where LibraryOptions.Names(entry.Section).Contains(entry.Key, StringComparer.Ordinal)
        select new IneffectiveOption(file.Path, entry.Section, entry.Key, null);

    private static IEnumerable<IneffectiveOption> OfLibraries(IReadOnlyDictionary<string, string> environment) =>
        from section in LibraryOptions.Sections
        from name in LibraryOptions.Names(section)
        let variable = RawValues.Variable(section, name)
        where environment.ContainsKey(variable)
        select new IneffectiveOption(variable, section, name, null);

    // Set to what it is anyway, an option asks for nothing that the daemon does not give.
    private static IEnumerable<IneffectiveOption> Declared(IReadOnlyList<OsloFile> files, IReadOnlyList<ResolvedOption> options) =>
        from option in options
        let source = option.Origin.Source
        where option.Definition.Unused is not null && source is not null && !IsDefault(option)
        // Under the name that stands there, for it may be an old one.
        let entry = files.FirstOrDefault(file => file.Path == source)?.Entries.FirstOrDefault(entry => entry.Line == option.Origin.Line)
        select new IneffectiveOption(
            source, entry?.Section ?? option.Definition.Group, entry?.Key ?? option.Definition.Name, option.Definition.Unused);

    private static bool IsDefault(ResolvedOption option) => (option.Value, option.Definition.Default) switch
    {
        (IReadOnlyList<string> value, IReadOnlyList<string> @default) => value.SequenceEqual(@default, StringComparer.Ordinal),
        (string { Length: 0 }, null) => true,
        (string value, string @default) when option.Definition.ChoicesIgnoreCase => value.Equals(@default, StringComparison.OrdinalIgnoreCase),
        var (value, @default) => Equals(value, @default),
    };
}
