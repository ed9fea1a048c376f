using System.Globalization;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Says of an option what oslo-config-generator says of one.</summary>
internal static class OptionComments
{
    /// <summary>How long a line of help is in oslo-config-generator's files, with the mark of a comment.</summary>
    public const int UsualWidth = 70;

    public static string TypeName(OptionType type) => type switch
    {
        OptionType.Integer => "integer value",
        OptionType.Float => "floating point value",
        OptionType.Boolean => "boolean value",
        OptionType.List => "list value",
        _ => "string value",
    };

    /// <summary>The bounds in words, or null when there are none.</summary>
    public static string? Bounds(OptionDefinition option) => (option.Minimum, option.Maximum) switch
    {
        (long.MinValue, long.MaxValue) => null,
        (var minimum, long.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"at least {minimum}"),
        (long.MinValue, var maximum) => string.Create(CultureInfo.InvariantCulture, $"at most {maximum}"),
        var (minimum, maximum) => string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}"),
    };

    /// <summary>
    /// Every older name, as section and name, in the order in which they are looked for after the name itself.
    /// </summary>
    public static IEnumerable<(string Group, string Name)> OldNames(OptionGroupDefinition group, OptionDefinition option)
    {
        foreach (var name in option.DeprecatedNames)
            yield return (group.Name, name);
        if (group.DeprecatedName is { } oldGroup)
        {
            foreach (var name in option.DeprecatedNames.Prepend(option.Name))
                yield return (oldGroup, name);
        }

        foreach (var elsewhere in option.DeprecatedElsewhere)
            yield return elsewhere;
    }

    /// <summary>Whether a reload changes it.</summary>
    public static bool IsMutable(OptionDefinition option) => !option.NeedsRestart && option.Unused is null;

    /// <summary>What is said of an option without an effect; null of others.</summary>
    public static string? WhyUnused(OptionDefinition option) => option.Unused is null ? null : $"It has no effect here: {option.Unused}.";

    /// <summary>The default as it would be written, or null when there is none.</summary>
    public static string? Default(OptionDefinition option) => option.DefaultText ?? OsloLiteral.Write(option.Default);
}
