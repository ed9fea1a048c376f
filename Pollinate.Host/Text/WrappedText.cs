namespace Pollinate.Host.Text;

/// <summary>Breaks text into lines at its blanks. A word that is longer than a line is left whole.</summary>
internal static class WrappedText
{
    /// <param name="text">The text; of several blanks in a row one is left.</param>
    /// <param name="width">How many characters a line may have.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
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
}
