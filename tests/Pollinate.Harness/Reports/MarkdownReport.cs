using System.Globalization;
using System.Text;
using Pollinate.Harness.Figures;

namespace Pollinate.Harness.Reports;

/// <summary>The report for people: <c>report.md</c>.</summary>
internal static class MarkdownReport
{
    /// <param name="report">What was measured.</param>
    /// <param name="earlier">An earlier report to compare with, or null.</param>
    public static string Write(BenchReport report, BenchReport? earlier)
    {
        var text = new StringBuilder("# How fast the daemon is\n\n");
        Line(text, $"- {report.Date:yyyy-MM-dd HH:mm} UTC, commit `{report.Source.Commit}`{(report.Source.IsClean ? "" : ", with changes that are not committed")}");
        Line(text, $"- {report.Machine.Cores} cores of {report.Machine.Processor}, {report.Machine.MemoryMiB:N0} MiB, Linux {report.Machine.Kernel}, {report.Machine.Runtime}");
        if (report.IsQuick)
            text.Append("- a quick run: short, few pairs, rough figures\n");
        if (earlier is not null)
            Line(text, $"- compared with commit `{earlier.Source.Commit}`, measured {earlier.Date:yyyy-MM-dd HH:mm} UTC{(earlier.IsQuick ? " in a quick run" : "")}");
        text.Append("\nMedians, with minimum and maximum in brackets. The daemon and what it is compared with are measured in turn; the\n");
        text.Append("ratio is that of each pair.\n\n");
        WriteTable(text, report, earlier);
        foreach (var row in report.Rows)
            WriteRow(text, row);
        return text.ToString();
    }

    /// <summary>The rows that were not measured or miss a target, a line each; empty when there are none.</summary>
    public static IReadOnlyList<string> Misses(BenchReport report) =>
    [
        .. report.Rows.SelectMany(row => row.Failure is { } failure
            ? [$"{row.Name}: not measured: {failure}"]
            : row.Figures.Where(figure => figure.IsMet == false).Select(figure => $"{figure.Name}: {Value(figure)}, and the target is {Aim(figure.Target!)}")),
    ];

    private static void WriteTable(StringBuilder text, BenchReport report, BenchReport? earlier)
    {
        text.Append("| row | | daemon | against | ratio or figure | target | met |");
        text.Append(earlier is null ? "\n|---|---|---|---|---|---|---|\n" : " change |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var row in report.Rows)
        {
            if (row.Failure is not null)
                Line(text, $"| {row.Name} | not measured, see below | | | | | NO |{(earlier is null ? "" : " |")}");
            foreach (var figure in row.Figures)
            {
                var change = earlier is null ? "" : $" {Change(Reports.Change.Since(earlier, figure))} |";
                Line(
                    text,
                    $"| {figure.Name} | {figure.What} | {Measured(figure.Daemon, figure.Unit)} | {Against(figure)} | {Value(figure)} | {(figure.Target is { } target ? Aim(target) : "")} | {figure.IsMet switch { true => "yes", false => "NO", _ => "" }} |{change}");
            }
        }
    }

    private static void WriteRow(StringBuilder text, RowResult row)
    {
        Line(text, $"\n## {row.Name}\n\n{char.ToUpperInvariant(row.What[0])}{row.What[1..]}.");
        if (row.Failure is not null)
            Line(text, $"\nNot measured: {row.Failure}");
        foreach (var note in row.Notes)
            Line(text, $"\n{note}");
    }

    private static string Against(Figure figure) =>
        figure.Against is null ? "" : $"{figure.AgainstWhat}: {Measured(figure.Against, figure.Unit)}";

    private static string Value(Figure figure) => Measured(figure.Value, figure.ValueUnit);

    private static string Change(Change? change) => change is null
        ? "new"
        : string.Create(CultureInfo.InvariantCulture, $"{change.Relative:+0.0 %;-0.0 %;0 %}{(change.IsWorse ? " **worse**" : "")}");

    private static string Aim(Target target) => $"{target.Bound switch { Bound.AtLeast => "≥ ", Bound.AtMost => "≤ ", _ => "" }}{Number(target.Limit)}";

    private static string Measured(Spread? spread, string unit)
    {
        if (spread is null)
            return "";
        var suffix = unit.Length == 0 ? "" : unit[0] == '/' ? unit : $" {unit}";
        return spread.IsOne
            ? $"{Number(spread.Median)}{suffix}"
            : $"{Number(spread.Median)}{suffix} ({Number(spread.Minimum)}–{Number(spread.Maximum)})";
    }

    /// <summary>As many digits as mean something.</summary>
    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
