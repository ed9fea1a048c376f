using Pollinate.Host.Configuration.Compatibility;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Dialect;
using Pollinate.Host.Configuration.Resolution;
using Pollinate.Host.Permissions;
using Pollinate.Host.Text;

namespace Pollinate.Host.Configuration;

/// <summary>Finds what works but is worth a word: unknown names, old names, options without an effect.</summary>
internal static class ConfigurationWarnings
{
    public static IReadOnlyList<string> Find(
        IReadOnlyList<OptionGroupDefinition> groups,
        IReadOnlyList<OsloFile> files,
        IReadOnlyDictionary<string, string> environment,
        RawValues raw,
        IReadOnlyList<ResolvedOption> options) =>
    [
        .. Once(files).SelectMany(file => UnknownSections(groups, file).Concat(UnknownOptions(groups, file))),
        .. UnknownVariables(groups, environment),
        .. groups.SelectMany(group => group.Options.SelectMany(option => OldNames(group, option, raw))),
        .. Once(files).Select(file => ReadableSecrets.Describe(file.Path, SecretOptions(groups, file))).OfType<string>(),
        .. IneffectiveOptions.Describe(Once(files), environment, options) is { } ineffective ? [ineffective] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> UnknownSections(IReadOnlyList<OptionGroupDefinition> groups, OsloFile file) =>
        from section in file.Sections
        where FindGroup(groups, section.Key) is null && !LibraryOptions.Sections.Contains(section.Key, StringComparer.Ordinal)
        let nearest = NearestName.Find(section.Key, groups.Select(known => known.Name))
        select $"{file.Path}:{section.Value}: the section [{section.Key}] is unknown and has no effect{Suggest(nearest, "[", "]")}";

    private static IEnumerable<string> UnknownOptions(IReadOnlyList<OptionGroupDefinition> groups, OsloFile file) =>
        from entry in file.Entries.DistinctBy(entry => (entry.Section, entry.Key))
        let section = FindGroup(groups, entry.Section)
        let ofLibraries = LibraryOptions.Names(entry.Section)
        where (section is not null || ofLibraries.Count > 0) && !Knows(section, entry.Key) && !IsReadElsewhere(groups, entry) && !ofLibraries.Contains(entry.Key, StringComparer.Ordinal)
        let nearest = NearestName.Find(entry.Key, [.. section?.Options.Select(option => option.Name) ?? [], .. ofLibraries])
        select $"{file.Path}:{entry.Line}: the option {OptionName.Quote(entry.Key)} in [{entry.Section}] is unknown and has no effect{Suggest(nearest, "'", "'")}";

    private static IEnumerable<string> UnknownVariables(
        IReadOnlyList<OptionGroupDefinition> groups,
        IReadOnlyDictionary<string, string> environment) =>
        from name in environment.Keys.Order(StringComparer.Ordinal)
        from section in groups
        let prefix = RawValues.Variable(section.Name, "")
        where name.StartsWith(prefix, StringComparison.Ordinal)
        let known = section.Options.Select(option => option.Name).Concat(LibraryOptions.Names(section.Name))
            .Select(option => RawValues.Variable(section.Name, option)).ToList()
        where !known.Contains(name)
        select $"the environment variable {name} is unknown and has no effect{Suggest(NearestName.Find(name, known), "", "")}";

    private static IEnumerable<string> OldNames(OptionGroupDefinition group, OptionDefinition option, RawValues raw)
    {
        // To rename what has no effect is no use.
        if (option.Unused is not null || raw.Find(group, option) is not { OldName: not null } value)
            yield break;
        var where = value.Origin.Line > 0 ? $"{value.Origin.Source}:{value.Origin.Line}" : value.Origin.Source;
        yield return $"{where}: {value.OldName} is an old name; write {option.DisplayName}.";
    }

    /// <summary>The options that a file gives a value that nobody else may see, whether it is in force or not.</summary>
    private static IReadOnlyList<string> SecretOptions(IReadOnlyList<OptionGroupDefinition> groups, OsloFile file) =>
    [
        .. from entry in file.Entries
           where entry.Text.Length > 0
           let section = FindGroup(groups, entry.Section)
           where section is not null && section.Options.Any(option => option.Secret && IsCalled(option, entry.Key))
           select $"[{entry.Section}] {entry.Key}",
    ];

    // A file that is named itself and lies in the configuration folder, too, is read twice.
    private static IReadOnlyList<OsloFile> Once(IReadOnlyList<OsloFile> files) => [.. files.DistinctBy(file => file.Path)];

    private static OptionGroupDefinition? FindGroup(IReadOnlyList<OptionGroupDefinition> groups, string section) =>
        groups.FirstOrDefault(group => group.Name == section || group.DeprecatedName == section);

    private static bool Knows(OptionGroupDefinition? group, string key) =>
        group is not null && group.Options.Any(option => IsCalled(option, key));

    private static bool IsCalled(OptionDefinition option, string key) =>
        option.Name == key || option.DeprecatedNames.Contains(key, StringComparer.Ordinal);

    private static bool IsReadElsewhere(IReadOnlyList<OptionGroupDefinition> groups, OsloEntry entry) =>
        groups.Any(group => group.Options.Any(option => option.DeprecatedElsewhere.Contains((entry.Section, entry.Key))));

    private static string Suggest(string? nearest, string before, string after) =>
        nearest is null ? "." : $"; did you mean {before}{nearest}{after}?";
}
