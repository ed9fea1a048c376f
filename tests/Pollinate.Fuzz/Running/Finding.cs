namespace Pollinate.Fuzz.Running;

/// <summary>An input that shows a problem, as small as it could be made.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Seed">The seed that it was made from.</param>
/// <param name="Number">Its number among the inputs of that seed; -1 for one that another engine made.</param>
/// <param name="Input">The input.</param>
/// <param name="Problem">What it shows.</param>
internal sealed record Finding(string Target, ulong Seed, long Number, byte[] Input, Problem Problem);
