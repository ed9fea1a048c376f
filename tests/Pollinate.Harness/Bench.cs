using System.Diagnostics;
using System.Globalization;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Pictures;
using Pollinate.Harness.Processes;
using Pollinate.Harness.Reports;
using Pollinate.Harness.Rows;

namespace Pollinate.Harness;

/// <summary>Measures the rows one after the other and writes what came of it.</summary>
internal sealed class Bench(HarnessSettings settings, TextWriter output)
{
    /// <returns>The exit code: 0 when every row was measured and meets its targets.</returns>
    /// <exception cref="HarnessException">The settings are no good, or nothing can be measured.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var rows = AllRows.Named(settings.Rows);
        var earlier = settings.Compare is { } file ? ReportFile.Load(file) : null;
        foreach (var needed in new[] { settings.Daemon, settings.Floor, settings.Cloud, settings.Gauge })
        {
            if (!File.Exists(needed))
                throw new HarnessException($"{needed} is missing; ./build.sh bench publishes it.");
        }

        var date = TimeProvider.System.GetUtcNow();
        var source = await SourceVersion.ReadAsync(cancellationToken);
        var pace = settings.IsQuick ? Pace.Quick : Pace.Full;
        await using var cloud = await RunningCloud.StartAsync(settings.Cloud, TimeSpan.Zero, cancellationToken);
        var context = new RowContext(settings, pace, cloud, new(() => Wrk.FindAsync(cancellationToken)));
        var results = new List<RowResult>();
        foreach (var row in rows)
            results.Add(await MeasureAsync(row, context, cancellationToken));

        var report = new BenchReport(date, settings.IsQuick, source, Machine.Read(), results);
        var markdown = MarkdownReport.Write(report, earlier);
        Directory.CreateDirectory(settings.Output);
        await File.WriteAllTextAsync(Path.Combine(settings.Output, "report.json"), ReportFile.Write(report), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(settings.Output, "report.md"), markdown, cancellationToken);
        IReadOnlyList<string> misses = MarkdownReport.Misses(report);
        if (settings.Pictures is { } folder)
            misses = [.. misses, .. await new Gallery(context, output).DrawAsync(folder, cancellationToken)];

        await output.WriteLineAsync($"\n{markdown}");
        foreach (var miss in misses)
            await output.WriteLineAsync($"MISSED {miss}");
        await output.WriteLineAsync(misses.Count == 0 ? "Every row meets its target." : $"Missed: {misses.Count}.");
        return misses.Count == 0 ? 0 : 1;
    }

    private async Task<RowResult> MeasureAsync(IRow row, RowContext context, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        RowResult result;
        try
        {
            var measured = await row.MeasureAsync(context, cancellationToken);
            result = new(row.Name, row.What, measured.Figures, measured.Notes, null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The other rows say something all the same.
            result = new(row.Name, row.What, [], [], exception is HarnessException ? exception.Message : exception.ToString());
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{row.Name,-14} {(result.IsGood ? "good" : "MISSED"),-7} {Stopwatch.GetElapsedTime(begun).TotalSeconds,6:0.0} s"));
        return result;
    }
}
