namespace Pollinate.Host.Containment;

/// <summary>What the crash marker of a process says that ended without stopping.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Calls">The providers that had calls in progress, with how many; empty when there was none.</param>
internal sealed record CrashReport(int ProcessId, IReadOnlyList<(string Name, int Calls)> Calls)
{
    private const int MostNames = 20;

    /// <summary>A sentence for the log.</summary>
    public string Describe() => Calls.Count == 0
        ? $"The last process (pid {ProcessId}) ended without stopping, while no call of a provider was in progress."
        : $"The last process (pid {ProcessId}) ended without stopping, while calls of {Names()} were in progress; if one of them " +
          "did it, take it out of [DEFAULT] providers until it is mended.";

    private string Names()
    {
        var names = string.Join(", ", Calls.Take(MostNames).Select(call => $"{call.Name} ({call.Calls})"));
        return Calls.Count > MostNames ? $"{names} and {Calls.Count - MostNames} more" : names;
    }
}
