using System.Text.RegularExpressions;

namespace Pollinate.Host.Text;

/// <summary>Makes text from outside fit for one line of a terminal: no control characters, no run of blanks.</summary>
internal static partial class OneLine
{
    public static string Of(string text) => BlankOrControl().Replace(text, " ").Trim();

    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+", RegexOptions.CultureInvariant)]
    private static partial Regex BlankOrControl();
}
