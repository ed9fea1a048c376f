namespace Pollinate.Harness.Figures;

/// <summary>How well points lie on a straight line.</summary>
internal static class StraightLine
{
    /// <summary>
    /// The coefficient of determination of the best line through the points: 1 when they lie on it. Points on a parabola have
    /// less than 0.95.
    /// </summary>
    public static double Fit(IReadOnlyList<(double X, double Y)> points)
    {
        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var xx = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        var yy = points.Sum(point => (point.Y - meanY) * (point.Y - meanY));
        var xy = points.Sum(point => (point.X - meanX) * (point.Y - meanY));
        return yy == 0 ? 1 : xy * xy / (xx * yy);
    }
}
