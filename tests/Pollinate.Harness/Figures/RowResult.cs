using System.Text.Json.Serialization;

namespace Pollinate.Harness.Figures;

/// <summary>What a row came to. Immutable.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="What">What it measures.</param>
/// <param name="Figures">Its lines; none when it failed.</param>
/// <param name="Notes">What a reader has to know beside the figures.</param>
/// <param name="Failure">Why there are no figures, or null.</param>
internal sealed record RowResult(string Name, string What, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Notes, string? Failure)
{
    /// <summary>Whether it was measured and every target is met.</summary>
    [JsonIgnore]
    public bool IsGood => Failure is null && Figures.All(figure => figure.IsMet != false);
}
