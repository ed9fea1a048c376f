namespace Pollinate.Fuzz.Running;

/// <summary>What came of one target.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Inputs">The inputs that it was run with.</param>
/// <param name="Taken">Those that it took; the others it refused with a documented error.</param>
/// <param name="Time">How long that took.</param>
/// <param name="PeakMemory">The most memory that its process held, in bytes.</param>
/// <param name="Findings">What was found, a text each.</param>
internal sealed record TargetResult(string Target, long Inputs, long Taken, TimeSpan Time, long PeakMemory, IReadOnlyList<string> Findings);
