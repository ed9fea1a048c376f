using System.Text.Json.Serialization;

namespace Pollinate.Harness.Figures;

/// <summary>One line of the report. Immutable.</summary>
/// <param name="Name">Short and the same in every report: reports are compared by it.</param>
/// <param name="What">What it is, for the reader.</param>
/// <param name="Unit">The unit of what was measured.</param>
/// <param name="Daemon">What the daemon did; null where <paramref name="Value"/> says it.</param>
/// <param name="Against">What it is compared with did, in the same unit; null for nothing.</param>
/// <param name="AgainstWhat">What it is compared with; null for nothing.</param>
/// <param name="Value">What counts: mostly the ratio of the two, pair by pair.</param>
/// <param name="ValueUnit">The unit of that; empty for a ratio or a number.</param>
/// <param name="Target">What it has to reach; null for what is told only.</param>
internal sealed record Figure(
    string Name,
    string What,
    string Unit,
    Spread? Daemon,
    Spread? Against,
    string? AgainstWhat,
    Spread Value,
    string ValueUnit,
    Target? Target)
{
    /// <summary>Whether the median reaches the target; null without one.</summary>
    [JsonIgnore]
    public bool? IsMet => Target?.IsMetBy(Value.Median);

    /// <summary>The daemon against something else, measured in turn.</summary>
    public static Figure OfPairs(
        string name, string what, string unit, string againstWhat, IReadOnlyList<(double Daemon, double Against)> pairs, Target? target) =>
        new(
            name, what, unit,
            Spread.Of(pairs.Select(pair => pair.Daemon)),
            Spread.Of(pairs.Select(pair => pair.Against)),
            againstWhat,
            Spread.Of(pairs.Select(pair => pair.Daemon / pair.Against)), "", target);

    /// <summary>Something that is no ratio.</summary>
    public static Figure Of(string name, string what, string unit, Spread value, Target? target) =>
        new(name, what, unit, null, null, null, value, unit, target);
}
