using System.Globalization;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Text;

namespace Pollinate.Host.Commands;

/// <summary>Says what became of each provider in a request, one line each, in aligned columns.</summary>
internal static class OutcomeText
{
    public static void Write(TextWriter writer, IReadOnlyList<ProviderOutcome> outcomes)
    {
        var rows = outcomes.Select(outcome => (outcome.Name, Duration: Milliseconds(outcome), Result: Describe(outcome))).ToList();
        var nameWidth = rows.Select(row => row.Name.Length).DefaultIfEmpty().Max();
        var durationWidth = rows.Select(row => row.Duration.Length).DefaultIfEmpty().Max();
        foreach (var (name, duration, result) in rows)
            writer.WriteLine($"{name.PadRight(nameWidth)}  {duration.PadLeft(durationWidth)}  {result}");
    }

    private static string Milliseconds(ProviderOutcome outcome) =>
        outcome.Duration.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    private static string Describe(ProviderOutcome outcome) => outcome.Kind switch
    {
        ProviderOutcomeKind.Ok => $"ok, {outcome.Bytes} {(outcome.Bytes == 1 ? "byte" : "bytes")}",
        ProviderOutcomeKind.Nothing => "nothing",
        ProviderOutcomeKind.Failed => WithReason("failed", outcome),
        ProviderOutcomeKind.TimedOut => WithReason(
            "timed out after " + outcome.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s", outcome),
        ProviderOutcomeKind.LeftOut => WithReason("left out", outcome),
        ProviderOutcomeKind.NotBegun => WithReason("not begun", outcome),
        var other => other.ToString(),
    };

    private static string WithReason(string text, ProviderOutcome outcome) =>
        outcome.Reason is null ? text : $"{text}: {OneLine.Of(outcome.Reason)}";
}
