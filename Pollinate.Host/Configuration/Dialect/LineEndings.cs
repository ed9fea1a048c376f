namespace Pollinate.Host.Configuration.Dialect;

internal static class LineEndings
{
    /// <summary>
    /// Makes every line end in one line feed. Only <c>\r\n</c>, <c>\r</c> and <c>\n</c> end a line in this dialect; .NET's
    /// <see cref="string.ReplaceLineEndings()"/> knows more.
    /// </summary>
    public static string ReplaceLineEndingsOfOslo(this string text) =>
        text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;
}
