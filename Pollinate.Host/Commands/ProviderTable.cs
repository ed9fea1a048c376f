using System.Globalization;
using Pollinate.Host.Text;

namespace Pollinate.Host.Commands;

/// <summary>
/// Writes listings as a table of aligned columns: one line each, two blanks or more between columns and never two in one, the
/// columns that are long at the end. A line that begins with blanks says what is wrong with the provider above it.
/// </summary>
internal static class ProviderTable
{
    private const string Nothing = "-";
    private const string Gap = "  ";

    private static readonly string[] Headings = ["#", "NAME", "STATUS", "REQUIRED", "VERSION", "CONTRACT", "NEEDS", "TYPE", "PLUGIN"];

    /// <param name="writer">Where to.</param>
    /// <param name="listings">What to list.</param>
    /// <param name="width">Where lines of the table are cut; null when they are not. Sentences never are.</param>
    public static void Write(TextWriter writer, IReadOnlyList<ProviderListing> listings, int? width)
    {
        IReadOnlyList<string[]> rows = [Headings, .. listings.Select(Cells)];
        var widths = Enumerable.Range(0, Headings.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var index = 0; index < rows.Count; index++)
        {
            writer.WriteLine(Cut(string.Join(Gap, rows[index].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd(), width));
            if (index > 0 && listings[index - 1].Problem is { } problem)
                writer.WriteLine($"{new string(' ', widths[0])}{Gap}{OneLine.Of(problem)}");
        }
    }

    private static string[] Cells(ProviderListing listing) =>
    [
        .. new[]
        {
            listing.Order?.ToString(CultureInfo.InvariantCulture),
            listing.Name ?? listing.Entry,
            listing.Status,
            listing.Required switch { true => "yes", false => "no", null => null },
            listing.Version,
            listing.Contract,
            string.Join(',', listing.Needs),
            listing.Type,
            listing.Plugin,
        }.Select(cell => string.IsNullOrWhiteSpace(cell) ? Nothing : OneLine.Of(cell)),
    ];

    private static string Cut(string line, int? width) => line.Length > width ? string.Concat(line.AsSpan(0, width.Value - 1), "…") : line;
}
