using Pollinate.Host.Text;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Writes rows as <c>nova-status upgrade check</c> does: a box, with a cell of several lines for each.</summary>
internal static class CheckTable
{
    public const string Title = "nova-pollinate check";

    private const int UsualWidth = 80;
    private const int LeastWidth = 40;
    private const int MostWidth = 120;
    private const string Margin = "  ";
    private const string Reset = "\e[0m";

    /// <param name="writer">Where to.</param>
    /// <param name="rows">What to write.</param>
    /// <param name="width">How wide the terminal is; null without one.</param>
    /// <param name="colours">Whether results are coloured.</param>
    public static void Write(TextWriter writer, IReadOnlyList<CheckRow> rows, int? width, bool colours)
    {
        // What the box takes itself, a line each side and a blank.
        var most = Math.Clamp(width ?? UsualWidth, LeastWidth, MostWidth) - 4;
        var cells = rows.Select(row => Lines(row, most).ToList()).ToList();
        // A word that is longer than all that, such as a path, widens the box: one in two parts can't be copied.
        var inner = cells.SelectMany(lines => lines).Append(Title).Max(line => line.Length);
        var edge = $"+{new string('-', inner + 2)}+";
        writer.WriteLine(edge);
        writer.WriteLine($"| {Title.PadRight(inner)} |");
        writer.WriteLine(edge);
        for (var index = 0; index < rows.Count; index++)
        {
            foreach (var line in cells[index])
                writer.WriteLine($"| {(colours ? Coloured(line, inner, rows[index].Result) : line.PadRight(inner))} |");
            writer.WriteLine(edge);
        }
    }

    private static IEnumerable<string> Lines(CheckRow row, int width)
    {
        foreach (var line in Wrap($"Check: {OneLine.Of(row.Name)}", width))
            yield return line;
        yield return ResultLine(row.Result);
        if (row.Details.Count == 0)
            yield return "Details: None";
        for (var index = 0; index < row.Details.Count; index++)
        {
            foreach (var line in Wrap((index == 0 ? "Details: " : Margin) + OneLine.Of(row.Details[index]), width))
                yield return line;
        }
    }

    private static string ResultLine(CheckResult result) => $"Result: {result}";

    private static string Coloured(string line, int width, CheckResult result)
    {
        if (line != ResultLine(result))
            return line.PadRight(width);
        var colour = result switch { CheckResult.Success => "\e[32m", CheckResult.Warning => "\e[33m", _ => "\e[31m" };
        return $"Result: {colour}{result}{Reset}{new string(' ', width - line.Length)}";
    }

    /// <summary>Lines of the width, those after the first moved in; words are left whole.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        var lead = text.Length - text.TrimStart().Length;
        var line = text[..lead];
        var isEmpty = true;
        foreach (var word in text[lead..].Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = Margin + Margin;
                isEmpty = true;
            }

            line = isEmpty ? line + word : $"{line} {word}";
            isEmpty = false;
        }

        yield return line;
    }
}
