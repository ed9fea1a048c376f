using System.Globalization;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Says of an option what oslo-config-generator says of one.</summary>
internal static class OptionComments
{
    private const int Width = 76;

    /// <summary>Breaks a text into lines at its blanks.</summary>
    public static IEnumerable<string> Wrap(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

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

    /// <summary>The default as it would be written, or null when there is none.</summary>
    public static string? Default(OptionDefinition option) => option.DefaultText ?? OsloLiteral.Write(option.Default);
}
