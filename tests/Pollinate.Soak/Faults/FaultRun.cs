using System.Globalization;
using System.Text;

namespace Pollinate.Soak.Faults;

/// <summary>Puts each back end to each fault while clients ask, and writes down what came of it.</summary>
/// <param name="settings">What to run.</param>
/// <param name="report">The file to write the report to, or null.</param>
internal sealed class FaultRun(FaultSettings settings, string? report)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var lanes = await Task.WhenAll(BackEnd.All.Select(backEnd => new FaultLane(settings, backEnd).RunAsync(cancellationToken)));
        var cells = lanes.SelectMany(lane => lane).ToList();
        var text = Report(cells);
        Console.Write(text);
        if (report is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(report))!);
            await File.WriteAllTextAsync(report, text, cancellationToken);
        }

        return cells.Count > 0 && cells.All(cell => cell.Problems.Count == 0) ? 0 : 1;
    }

    private string Report(List<FaultCell> cells)
    {
        var text = new StringBuilder(Invariant(
            $"# Faults of the back ends\n\n{cells.Count} cells, {cells.Count(cell => cell.Problems.Count > 0)} not good. {FaultClients.Count} clients; each fault lasts {settings.FaultTime.TotalSeconds} s; a request has {FaultSettings.Budget.TotalSeconds} s.\n"));
        Summarize(text, "fault", Trouble.All.Select(trouble => (trouble.Name, cells.Where(cell => cell.Trouble == trouble).ToList())));
        Summarize(text, "back end", BackEnd.All.Select(backEnd => (backEnd.Title, cells.Where(cell => cell.BackEnd == backEnd).ToList())));
        foreach (var group in cells.GroupBy(cell => cell.BackEnd))
        {
            text.Append(Invariant($"\n## {group.Key}\n\n| fault | answers | 503 or 401 | without its data | slowest | mended after | calls a second before | calls | calls a second in the end | warnings | memory | good |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n"));
            foreach (var cell in group)
            {
                text.Append(Invariant(
                    $"| {cell.Trouble} | {cell.Answers} | {cell.Refused} | {cell.Without} | {cell.Slowest.TotalSeconds:0.0} s | {Seconds(cell.Recovery)} | {cell.UsualRate:0} | {Calls(cell)} | {(cell.Trouble.IsCounted ? cell.SteadyRate.ToString("0.0", CultureInfo.InvariantCulture) : "–")} | {cell.Warnings} | {cell.PeakMemory:0} MiB | {(cell.Problems.Count == 0 ? "yes" : "NO: " + string.Join(" ", cell.Problems))} |\n"));
            }
        }

        return text.ToString();
    }

    private static void Summarize(StringBuilder text, string what, IEnumerable<(string Name, List<FaultCell> Cells)> rows)
    {
        text.Append(Invariant($"\n| {what} | answers | slowest | mended after at most | calls a request at most | calls a second in the end at most | good |\n|---|---|---|---|---|---|---|\n"));
        foreach (var (name, cells) in rows.Where(row => row.Cells.Count > 0))
        {
            var counted = cells.Where(cell => cell.Trouble.IsCounted).ToList();
            var most = counted.Count == 0 ? "–" : Invariant($"{counted.Max(cell => (double)cell.Calls / Math.Max(1, cell.Answers)):0.0}");
            var steady = counted.Count == 0 ? "–" : Invariant($"{counted.Max(cell => cell.SteadyRate):0.0}");
            text.Append(Invariant(
                $"| {name} | {cells.Sum(cell => cell.Answers)} | {cells.Max(cell => cell.Slowest).TotalSeconds:0.0} s | {Seconds(cells.Any(cell => cell.Recovery is null) ? null : cells.Max(cell => cell.Recovery))} | {most} | {steady} | {(cells.All(cell => cell.Problems.Count == 0) ? "yes" : "NO")} |\n"));
        }
    }

    private static string Calls(FaultCell cell) => cell.Trouble.IsCounted ? cell.Calls.ToString(CultureInfo.InvariantCulture) : "–";

    private static string Seconds(TimeSpan? time) => time is null ? "never" : Invariant($"{time.Value.TotalSeconds:0.0} s");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
