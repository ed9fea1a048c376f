using System.Globalization;
using System.Text;

namespace Pollinate.Fuzz.Running;

/// <summary>What is said of a run.</summary>
internal static class Report
{
    private const double Megabyte = 1024 * 1024;

    private const string Head =
        "| target | inputs | taken | seconds | inputs a second | peak memory, MB | findings |\n|---|---:|---:|---:|---:|---:|---:|\n";

    public static string Line(TargetResult result)
    {
        var seconds = Math.Max(result.Time.TotalSeconds, 0.001);
        var taken = result.Inputs == 0 ? 0 : 100.0 * result.Taken / result.Inputs;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {result.Target} | {result.Inputs:N0} | {taken:0} % | {seconds:0} | {result.Inputs / seconds:N0} | {result.PeakMemory / Megabyte:0} | {result.Findings.Count} |");
    }

    public static string Write(RunSettings settings, IReadOnlyList<TargetResult> results)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"# Fuzzing\n\nSeed {settings.Seed}, from input {settings.From}. The inputs that were not taken were refused with a documented error.\n\n")
            .Append(Head);
        foreach (var result in results)
            text.Append(Line(result)).Append('\n');
        foreach (var finding in results.SelectMany(result => result.Findings))
            text.Append("\n```\n").Append(finding).Append("```\n");
        return text.ToString();
    }
}
