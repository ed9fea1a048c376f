using System.Text;

namespace Pollinate.Host.Configuration.Dialect;

/// <summary>What Python's text functions do, where .NET's do something else.</summary>
internal static class OsloText
{
    /// <summary>Python's white space below U+3000; .NET's <c>Trim</c> lacks U+001C to U+001F.</summary>
    private static readonly char[] WhiteSpace =
    [
        '\t', '\n', '\v', '\f', '\r', '\u001C', '\u001D', '\u001E', '\u001F', ' ', '\u0085', '\u00A0', '\u1680',
        '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007', '\u2008', '\u2009', '\u200A',
        '\u2028', '\u2029', '\u202F', '\u205F', '\u3000',
    ];

    public static string Trim(string text) => text.Trim(WhiteSpace);

    public static string TrimStart(string text) => text.TrimStart(WhiteSpace);

    public static string TrimEnd(string text) => text.TrimEnd(WhiteSpace);

    /// <summary>A list as Python writes it, which is how it is inserted into other values.</summary>
    public static string Representation(IReadOnlyList<string> items) =>
        $"[{string.Join(", ", items.Select(Representation))}]";

    /// <summary>A text as Python's <c>repr</c> writes it.</summary>
    public static string Representation(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => result.Append(@"\\"),
                '\n' => result.Append(@"\n"),
                '\r' => result.Append(@"\r"),
                '\t' => result.Append(@"\t"),
                _ when rune.Value == quote => result.Append('\\').Append(quote),
                _ when IsPrintable(rune) => result.Append(rune.ToString()),
                <= 0xFF => result.Append($@"\x{rune.Value:x2}"),
                <= 0xFFFF => result.Append($@"\u{rune.Value:x4}"),
                _ => result.Append($@"\U{rune.Value:x8}"),
            };
        }

        return result.Append(quote).ToString();
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        System.Globalization.UnicodeCategory.Control or
        System.Globalization.UnicodeCategory.Format or
        System.Globalization.UnicodeCategory.Surrogate or
        System.Globalization.UnicodeCategory.PrivateUse or
        System.Globalization.UnicodeCategory.OtherNotAssigned or
        System.Globalization.UnicodeCategory.LineSeparator or
        System.Globalization.UnicodeCategory.ParagraphSeparator or
        System.Globalization.UnicodeCategory.SpaceSeparator);
}
