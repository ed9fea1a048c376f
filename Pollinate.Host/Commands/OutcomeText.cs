using System.Globalization;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Redaction;
using Pollinate.Host.Text;

namespace Pollinate.Host.Commands;

/// <summary>Says what became of each provider in a request, one line each, in aligned columns.</summary>
internal static class OutcomeText
{
    public static void Write(TextWriter writer, Redactor redactor, IReadOnlyList<ProviderOutcome> outcomes)
    {
        var rows = outcomes.Select(outcome => (outcome.Name, Duration: Milliseconds(outcome), Result: redactor.Redact(Describe(outcome)))).ToList();
        var nameWidth = rows.Select(row => row.Name.Length).DefaultIfEmpty().Max();
        var durationWidth = rows.Select(row => row.Duration.Length).DefaultIfEmpty().Max();
        foreach (var (name, duration, result) in rows)
            writer.WriteLine($"{name.PadRight(nameWidth)}  {duration.PadLeft(durationWidth)}  {result}");
    }

    private static string Milliseconds(ProviderOutcome outcome) =>
        outcome.Duration.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    private static string Describe(ProviderOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Ok => $"ok, {outcome.Bytes} {(outcome.Bytes == 1 ? "byte" : "bytes")}",
        OutcomeKind.Nothing => "nothing",
        OutcomeKind.Failed => WithReason("failed", outcome),
        OutcomeKind.TimedOut => WithReason(
            "timed out after " + outcome.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s", outcome),
        OutcomeKind.LeftOut => WithReason("left out", outcome),
        OutcomeKind.NotBegun => WithReason("not begun", outcome),
        OutcomeKind.Abandoned => WithReason("abandoned", outcome),
        OutcomeKind.Running => "still running",
        var other => other.ToString(),
    };

    /// <summary>The trace below the first line is in the log, which is on the same screen.</summary>
    private static string WithReason(string text, ProviderOutcome outcome) =>
        outcome.Reason is null ? text : $"{text}: {OneLine.Of(outcome.Reason.ReplaceLineEndings("\n").Split('\n')[0])}";
}
