using Pollinate.Harness.Figures;

namespace Pollinate.Harness.Reports;

/// <summary>Everything that was measured in one run. Immutable.</summary>
/// <param name="Date">When the run began.</param>
/// <param name="IsQuick">Whether it was a quick one, whose figures are rough.</param>
/// <param name="Source">What was measured.</param>
/// <param name="Machine">Where.</param>
/// <param name="Rows">What came of it.</param>
internal sealed record BenchReport(
    DateTimeOffset Date, bool IsQuick, SourceVersion Source, Machine Machine, IReadOnlyList<RowResult> Rows);
