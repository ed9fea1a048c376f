using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>Writes what was measured as a page.</summary>
internal static class DispatchReport
{
    public static string Write(Summary summary, int plugins, IReadOnlyList<double> loading)
    {
        var rows = summary.Reports
            .Select(report => (
                Providers: (int)report.BenchmarkCase.Parameters["Providers"],
                Microseconds: report.ResultStatistics!.Median / 1000,
                Bytes: report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0))
            .OrderBy(row => row.Providers)
            .ToList();
        var lines = new List<string>
        {
            "# Dispatch", "",
            "One request through providers that do nothing, each in a plugin of its own; medians.", "",
            "| providers | µs a request | bytes a request | µs for each provider more | bytes for each provider more |",
            "|---|---|---|---|---|",
        };
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            var added = index == 0 ? "| |" : Added(rows[index - 1], row);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {row.Providers} | {row.Microseconds:0.0} | {row.Bytes} {added}"));
        }

        var sorted = loading.Order().ToList();
        lines.AddRange([
            "", "# Loading", "",
            string.Create(CultureInfo.InvariantCulture,
                $"{plugins} plugins found, checked, copied, loaded and constructed: median {sorted[sorted.Count / 2]:0} ms, {sorted[0]:0} to {sorted[^1]:0} ms, the first in the process {loading[0]:0} ms."),
            "",
        ]);
        return string.Join('\n', lines);
    }

    private static string Added((int Providers, double Microseconds, long Bytes) from, (int Providers, double Microseconds, long Bytes) to)
    {
        var more = to.Providers - from.Providers;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {(to.Microseconds - from.Microseconds) / more:0.00} | {(to.Bytes - from.Bytes) / more} |");
    }
}
