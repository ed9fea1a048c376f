using System.Text.RegularExpressions;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>
/// Breaks text into lines as Python's <c>textwrap</c> does, which oslo-config-generator uses: at blanks, and behind the hyphens of
/// compound words. A word that is longer than a line is left whole.
/// </summary>
internal static partial class PythonTextWrap
{
    /// <param name="text">One paragraph.</param>
    /// <param name="width">How many characters a line may have.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (Match match in Chunk().Matches(text))
        {
            var chunk = match.Value;
            if (line.Length + chunk.Length > width && line.Trim().Length > 0)
            {
                yield return line.TrimEnd();
                line = "";
            }

            // No line begins with blanks.
            if (line.Length > 0 || !string.IsNullOrWhiteSpace(chunk))
                line += chunk;
        }

        if (line.TrimEnd().Length > 0)
            yield return line.TrimEnd();
    }

    [GeneratedRegex(
        """
        [\t\n\x0b\x0c\r\ ]+
        | (?<=[\w!"'&.,?]) -{2,} (?=\w)
        | [^\t\n\x0b\x0c\r\ ]+? (?:
            -(?: (?<=[^\d\W]{2}-) | (?<=[^\d\W]-[^\d\W]-) ) (?= [^\d\W] -? [^\d\W])
            | (?=[\t\n\x0b\x0c\r\ ]|\z)
            | (?<=[\w!"'&.,?]) (?=-{2,}\w)
          )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Chunk();
}
