using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Writes the commented sample of every option, in oslo-config-generator's form.</summary>
internal static class SampleWriter
{
    public static void Write(TextWriter writer, IReadOnlyList<OptionGroupDefinition> groups)
    {
        for (var index = 0; index < groups.Count; index++)
        {
            var group = groups[index];
            if (index > 0)
                writer.Write("\n\n");
            writer.Write($"[{group.Name}]\n");
            foreach (var line in OptionComments.Wrap(group.Help))
                writer.Write($"# {line}\n");
            if (group.DeprecatedName is not null)
                writer.Write($"# Deprecated group/name - [{group.DeprecatedName}]\n");
            foreach (var option in group.Options)
                Write(writer, group, option);
        }
    }

    private static void Write(TextWriter writer, OptionGroupDefinition group, OptionDefinition option)
    {
        writer.Write("\n");
        foreach (var line in OptionComments.Wrap($"{option.Help} ({OptionComments.TypeName(option.Type)})"))
            writer.Write($"# {line}\n");
        if (OptionComments.Bounds(option) is { } bounds)
            writer.Write($"# Bounds: {bounds}\n");
        if (option.Choices.Count > 0)
        {
            writer.Write("# Possible values:\n");
            foreach (var choice in option.Choices)
                writer.Write($"#   {choice}\n");
        }

        if (!option.NeedsRestart && option.Unused is null)
            writer.Write("# Note: This option can be changed without restarting.\n");
        foreach (var old in option.DeprecatedNames)
            writer.Write($"# Deprecated group/name - [{group.Name}]/{old}\n");
        foreach (var (oldGroup, oldName) in option.DeprecatedElsewhere)
            writer.Write($"# Deprecated group/name - [{oldGroup}]/{oldName}\n");
        if (option.Unused is not null)
            writer.Write($"# Has no effect: {option.Unused}.\n");
        writer.Write(OptionComments.Default(option) is { } value
            ? $"#{option.Name} = {value}".TrimEnd(' ') + "\n"
            : $"#{option.Name} = <None>\n");
    }
}
