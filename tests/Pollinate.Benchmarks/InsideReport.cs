using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Pollinate.Benchmarks;

/// <summary>Writes what the single steps of a request cost as a part of the page.</summary>
internal static class InsideReport
{
    public static string Write(IEnumerable<Summary> summaries)
    {
        var lines = new List<string>
        {
            "# Inside a request", "",
            "The steps of a request beside the dispatch, each by itself; medians.", "",
            "| step | µs | bytes |",
            "|---|---|---|",
        };
        foreach (var report in summaries.SelectMany(summary => summary.Reports).Where(report => report.ResultStatistics is not null))
        {
            var run = report.BenchmarkCase;
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {run.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')}{Parameters(run.Parameters.Items.Select(item => $"{item.Name} = {item.Value}"))} | {report.ResultStatistics!.Median / 1000:0.000} | {report.GcStats.GetBytesAllocatedPerOperation(run) ?? 0} |"));
        }

        lines.Add("");
        return string.Join('\n', lines);
    }

    private static string Parameters(IEnumerable<string> parameters) =>
        string.Join(", ", parameters) is { Length: > 0 } text ? $" ({text})" : "";
}
