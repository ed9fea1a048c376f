using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Writes the tables of options in the documentation.</summary>
internal static class OptionTables
{
    public static void Write(TextWriter writer, IReadOnlyList<OptionGroupDefinition> groups)
    {
        foreach (var group in groups)
        {
            writer.Write($"### [{group.Name}]\n\n{group.Help}");
            if (group.DeprecatedName is not null)
                writer.Write($" Its old name `[{group.DeprecatedName}]` is still read.");
            writer.Write("\n\n| option | type | default | what it does |\n|---|---|---|---|\n");
            foreach (var option in group.Options)
                writer.Write($"| `{option.Name}` | {Type(option)} | {Default(option)} | {option.WholeHelp}{Remarks(option)} |\n");
            writer.Write('\n');
        }
    }

    private static string Type(OptionDefinition option) =>
        OptionComments.TypeName(option.Type).Replace(" value", "", StringComparison.Ordinal) +
        (OptionComments.Bounds(option) is { } bounds ? $", {bounds}" : "") +
        (option.Choices.Count > 0 ? ": " + string.Join(", ", option.Choices.Select(choice => $"`{choice}`")) : "") +
        (option.Secret ? ", secret" : "");

    private static string Default(OptionDefinition option) =>
        OptionComments.Default(option) is { Length: > 0 } value ? $"`{value}`" : "";

    private static string Remarks(OptionDefinition option) =>
        OldNames(option) +
        (option.NeedsRestart ? " Needs a restart." : "") +
        (option.Unused is null ? "" : $" **Has no effect**: {option.Unused}.");

    private static string OldNames(OptionDefinition option)
    {
        string[] names =
        [
            .. option.DeprecatedNames.Select(name => $"`{name}`"),
            .. option.DeprecatedElsewhere.Select(old => $"`[{old.Group}] {old.Name}`"),
        ];
        return names.Length > 0 ? $" Old names: {string.Join(", ", names)}." : "";
    }
}
