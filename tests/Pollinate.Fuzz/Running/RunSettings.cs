namespace Pollinate.Fuzz.Running;

/// <summary>What to run.</summary>
/// <param name="Targets">The names of the targets.</param>
/// <param name="Seed">The seed of all inputs.</param>
/// <param name="From">The number of the first.</param>
/// <param name="Inputs">How many inputs each.</param>
/// <param name="Time">How long each at most.</param>
/// <param name="Longest">The processor time that one input may take before it counts as one that never ends.</param>
/// <param name="Jobs">How many targets at a time.</param>
/// <param name="Output">The folder for the report and the findings.</param>
internal sealed record RunSettings(
    IReadOnlyList<string> Targets, ulong Seed, long From, long Inputs, TimeSpan Time, TimeSpan Longest, int Jobs, string Output);
