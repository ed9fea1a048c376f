using System.Globalization;
using System.Numerics;
using Pollinate.Host.Configuration.Dialect;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Writes a value as the dialect reads it.</summary>
internal static class OsloLiteral
{
    /// <summary>
    /// The text that reads back as the value, lines after the first one indented; null when the dialect can't say it.
    /// </summary>
    public static string? Write(object? value) => value switch
    {
        // Nothing can be written for "no value" but an empty number.
        null => null,
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        double number => Float(number),
        bool flag => flag ? "true" : "false",
        IReadOnlyList<string> list => WriteList(list),
        _ => WriteText((string)value),
    };

    /// <summary>A number as Python writes it: always with a fraction or an exponent, or <c>inf</c>, <c>-inf</c>, <c>nan</c>.</summary>
    public static string Float(double number)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().IndexOfAny('.', 'e') < 0 ? text + ".0" : text;
    }

    private static string? WriteList(IReadOnlyList<string> items)
    {
        // An item can't hold a comma, and an empty last item is dropped on reading but when a blank stands before it.
        if (items.Any(item => item.Contains(',', StringComparison.Ordinal) || OsloText.Trim(item) != item))
            return null;
        if (items is [.., ""] && items.Count > 1)
            return null;
        return items is [""] ? null : WriteText(string.Join(',', items));
    }

    private static string? WriteText(string text)
    {
        // A dollar sign behind a backslash would lose the backslash if it were doubled.
        var lines = text
            .Replace(@"\$", @"\\$", StringComparison.Ordinal)
            .Replace("$", "$$", StringComparison.Ordinal)
            .Replace(@"\$$", @"\$", StringComparison.Ordinal)
            .Split('\n');
        if (text.Contains('\r', StringComparison.Ordinal))
            return null;

        // A line of a continued value is trimmed, and an empty one would end the value.
        if (lines.Skip(1).Any(line => line.Length == 0 || OsloText.Trim(line) != line))
            return null;
        return string.Join("\n    ", lines.Skip(1).Prepend(Quote(lines[0])));
    }

    /// <summary>Quotes a first line that would lose something at its ends.</summary>
    private static string Quote(string line)
    {
        var isAtRisk = OsloText.Trim(line) != line || (line.Length > 0 && line[0] is '"' or '\'' && line[0] == line[^1]);
        return isAtRisk ? $"\"{line}\"" : line;
    }
}
