using Pollinate.Harness.Figures;

namespace Pollinate.Harness.Reports;

/// <summary>How a figure has changed since an earlier report.</summary>
/// <param name="Before">What it was.</param>
/// <param name="Relative">By how much the median has changed, as a share of what it was.</param>
/// <param name="IsWorse">Whether it is worse by more than the spread of both.</param>
internal sealed record Change(Spread Before, double Relative, bool IsWorse)
{
    /// <summary>How a figure has changed since an earlier report; null when that does not have it.</summary>
    public static Change? Since(BenchReport earlier, Figure now)
    {
        var before = earlier.Rows.SelectMany(row => row.Figures).FirstOrDefault(figure => figure.Name == now.Name)?.Value;
        if (before is null)
            return null;
        var relative = before.Median == 0 ? (now.Value.Median == 0 ? 0 : double.PositiveInfinity) : (now.Value.Median / before.Median) - 1;
        return new(before, relative, IsBelow(now, before));
    }

    /// <summary>Even the best of now is worse than the worst of before.</summary>
    private static bool IsBelow(Figure now, Spread before) => now.Target?.Bound switch
    {
        Bound.AtLeast => now.Value.Maximum < before.Minimum,
        Bound.AtMost => now.Value.Minimum > before.Maximum,
        Bound.Exactly => now.IsMet == false && now.Target.IsMetBy(before.Median),
        _ => false,
    };
}
