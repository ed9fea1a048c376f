namespace Pollinate.Host.Commands.Checking;

/// <summary>A row of the table of <c>nova-pollinate check</c>.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Details">What was found, with the cure where there is something to mend; a sentence each.</param>
internal sealed record CheckRow(string Name, CheckResult Result, IReadOnlyList<string> Details)
{
    /// <param name="name">What was checked.</param>
    /// <param name="failures">What has to be mended.</param>
    /// <param name="warnings">What works and is worth a word.</param>
    /// <param name="notes">What was found; said last.</param>
    public static CheckRow Of(string name, IReadOnlyList<string> failures, IReadOnlyList<string> warnings, params IEnumerable<string> notes) => new(
        name,
        failures.Count > 0 ? CheckResult.Failure : warnings.Count > 0 ? CheckResult.Warning : CheckResult.Success,
        [.. failures, .. warnings.Select(warning => failures.Count > 0 ? $"Warning: {warning}" : warning), .. notes]);

    public static CheckRow Success(string name, params string[] notes) => new(name, CheckResult.Success, notes);

    public static CheckRow Warning(string name, params string[] warnings) => new(name, CheckResult.Warning, warnings);

    public static CheckRow Failure(string name, params string[] failures) => new(name, CheckResult.Failure, failures);
}
