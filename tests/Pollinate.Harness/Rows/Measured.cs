using Pollinate.Harness.Figures;

namespace Pollinate.Harness.Rows;

/// <summary>What a row measured.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Notes">What a reader has to know beside them.</param>
internal sealed record Measured(IReadOnlyList<Figure> Figures, params IReadOnlyList<string> Notes);
