using System.Text.Json.Serialization;

namespace Pollinate.Harness.Figures;

/// <summary>What came of measuring the same several times. Immutable.</summary>
/// <param name="Median">The middle one; of an even number, the mean of the middle two.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
internal sealed record Spread(double Median, double Minimum, double Maximum)
{
    /// <summary>Whether all were the same, as with one measurement.</summary>
    [JsonIgnore]
    public bool IsOne => Minimum == Maximum;

    /// <exception cref="ArgumentException">There are none.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
            throw new ArgumentException("There is nothing to take the median of.", nameof(values));
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }

    /// <summary>What was measured once.</summary>
    public static Spread One(double value) => new(value, value, value);
}
