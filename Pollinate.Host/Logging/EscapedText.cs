using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pollinate.Host.Logging;

/// <summary>
/// Marks the further lines of an event and writes other control characters as escapes, so that no text can look like an
/// event of its own.
/// </summary>
internal static class EscapedText
{
    private const string FurtherLine = "\n  | ";

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code), '\u007F', '\u0085', '\u2028', '\u2029']);

    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            _ = character switch
            {
                '\n' => escaped.Append(FurtherLine),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' =>
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
