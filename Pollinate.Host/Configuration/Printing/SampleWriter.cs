using System.Globalization;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Writes the commented sample of every option, in oslo-config-generator's form.</summary>
internal static class SampleWriter
{
    /// <summary>What oslo.config calls the namespace that options come from.</summary>
    public const string Namespace = "nova-pollinate";

    private const string Comment = "# ";
    private const string NoDescription = "<No description provided>";

    /// <param name="writer">Where to.</param>
    /// <param name="groups">The options.</param>
    /// <param name="width">How long a line of help may be; 0: as long as it is.</param>
    public static void Write(TextWriter writer, IReadOnlyList<OptionGroupDefinition> groups, int width = OptionComments.UsualWidth)
    {
        for (var index = 0; index < groups.Count; index++)
        {
            if (index > 0)
                writer.Write("\n\n");
            writer.Write($"[{groups[index].Name}]\n");
            WriteHelp(writer, groups[index].Help, width);
            writer.Write($"\n#\n# From {Namespace}\n#\n");
            foreach (var option in groups[index].Options)
                Write(writer, groups[index], option, width);
        }
    }

    private static void Write(TextWriter writer, OptionGroupDefinition group, OptionDefinition option, int width)
    {
        writer.Write("\n");
        var type = $"({OptionComments.TypeName(option.Type)})";
        WriteHelp(writer, option.Help.Length == 0 ? type : $"{(option.Unused is null ? "" : "DEPRECATED: ")}{option.Help} {type}", width);
        if (option.Minimum != long.MinValue)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"# Minimum value: {option.Minimum}\n"));
        if (option.Maximum != long.MaxValue)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"# Maximum value: {option.Maximum}\n"));
        if (option.Choices.Count > 0)
        {
            writer.Write("# Possible values:\n");
            foreach (var choice in option.Choices)
                WriteHelp(writer, $"{(choice.Length == 0 ? "''" : choice)} - {option.ChoiceHelp.GetValueOrDefault(choice) ?? NoDescription}", width);
        }

        if (OptionComments.IsMutable(option))
            writer.Write("# Note: This option can be changed without restarting.\n");
        // As there: names with a hyphen are not for files.
        foreach (var (oldGroup, oldName) in OptionComments.OldNames(group, option).Where(old => !old.Name.Contains('-', StringComparison.Ordinal)))
            writer.Write($"# Deprecated group/name - [{oldGroup}]/{oldName}\n");
        if (OptionComments.WhyUnused(option) is { } reason)
        {
            writer.Write("# This option is deprecated for removal.\n# Its value may be silently ignored in the future.\n");
            WriteHelp(writer, $"Reason: {reason}", width);
        }

        writer.Write(OptionComments.Default(option) is { } value
            ? $"#{option.Name} = {value}".TrimEnd(' ') + "\n"
            : $"#{option.Name} = <None>\n");
    }

    private static void WriteHelp(TextWriter writer, string text, int width)
    {
        var lines = width == 0 ? [text] : PythonTextWrap.Lines(text, Math.Max(1, width - Comment.Length));
        foreach (var line in lines)
            writer.Write($"{Comment}{line}\n");
    }
}
