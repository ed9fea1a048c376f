using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Dialect;

namespace Pollinate.Host.Configuration.Resolution;

/// <summary>Finds the text that wins for an option: the environment, else the last file that has it.</summary>
internal sealed class RawValues(IReadOnlyList<OsloFile> files, IReadOnlyDictionary<string, string> environment)
{
    public RawValue? Find(OptionGroupDefinition group, OptionDefinition option) =>
        FindInEnvironment(group, option) ?? FindInFiles(group, option);

    /// <summary>Within a file the current names go before the old ones; a later file goes before an earlier one in any case.</summary>
    public RawValue? FindInFiles(OptionGroupDefinition group, OptionDefinition option)
    {
        for (var index = files.Count - 1; index >= 0; index--)
        {
            foreach (var (section, key) in Names(group, option))
            {
                if (files[index].Find(section, key) is { } entry)
                {
                    var isOld = section != group.Name || key != option.Name;
                    return new(entry.Text, new(files[index].Path, entry.Line), isOld ? $"[{section}] {key}" : null);
                }
            }
        }

        return null;
    }

    /// <summary>The environment variable of an option: <c>OS_&lt;GROUP&gt;__&lt;OPTION&gt;</c>.</summary>
    public static string Variable(string group, string option) =>
        $"OS_{group}__{option}".ToUpperInvariant().Replace('-', '_');

    private RawValue? FindInEnvironment(OptionGroupDefinition group, OptionDefinition option)
    {
        foreach (var name in new[] { group.Name, group.DeprecatedName })
        {
            if (name is null)
                continue;
            var variable = Variable(name, option.Name);
            if (environment.TryGetValue(variable, out var text))
                return new(text, new(variable, 0), name == group.Name ? null : variable);
        }

        return null;
    }

    private static IEnumerable<(string Section, string Key)> Names(OptionGroupDefinition group, OptionDefinition option)
    {
        string[] keys = [option.Name, .. option.DeprecatedNames];
        foreach (var section in new[] { group.Name, group.DeprecatedName })
        {
            if (section is null)
                continue;
            foreach (var key in keys)
                yield return (section, key);
        }

        foreach (var elsewhere in option.DeprecatedElsewhere)
            yield return elsewhere;
    }
}
