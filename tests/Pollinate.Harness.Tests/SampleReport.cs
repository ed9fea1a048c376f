using Pollinate.Harness.Figures;
using Pollinate.Harness.Reports;

namespace Pollinate.Harness.Tests;

/// <summary>A report as a run leaves it.</summary>
internal static class SampleReport
{
    public static BenchReport Of(params RowResult[] rows) => new(
        new(2026, 11, 25, 14, 30, 0, TimeSpan.Zero), IsQuick: false, new("0123abc", IsClean: true), new(2, "Model 1", 4096, "6.1", ".NET 10.0.0"), rows);

    public static RowResult Auth(params double[] ratios) => new(
        "auth", "a cached token",
        [Figure.OfPairs("auth", "requests a second", "/s", "floor", [.. ratios.Select(ratio => (ratio * 40_000, 40_000.0))], Target.AtLeast(0.65))],
        ["The back ends were not called."], null);

    public static RowResult First(params double[] ratios) => new(
        "first", "the first answer",
        [Figure.OfPairs("first/six", "six providers", "ms", "the following", [.. ratios.Select(ratio => (ratio, 1.0))], Target.AtMost(3))], [], null);

    public static RowResult Failed { get; } = new("six", "all six", [], [], "Requests failed under load: timeout 3.");
}
