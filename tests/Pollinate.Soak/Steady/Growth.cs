namespace Pollinate.Soak.Steady;

/// <summary>How a figure grew: from the middle of the first third of its samples to that of the last.</summary>
/// <param name="From">The median of the first third.</param>
/// <param name="To">The median of the last third.</param>
/// <param name="PerHour">The slope of the straight line through all samples, by the hour.</param>
internal readonly record struct Growth(double From, double To, double PerHour)
{
    public static Growth Of(IReadOnlyList<(TimeSpan At, double Value)> samples)
    {
        var third = Math.Max(1, samples.Count / 3);
        var middle = samples.Average(sample => sample.At.TotalHours);
        var mean = samples.Average(sample => sample.Value);
        var spread = samples.Sum(sample => Math.Pow(sample.At.TotalHours - middle, 2));
        var slope = spread == 0 ? 0 : samples.Sum(sample => (sample.At.TotalHours - middle) * (sample.Value - mean)) / spread;
        return new(Median(samples.Take(third)), Median(samples.TakeLast(third)), slope);
    }

    private static double Median(IEnumerable<(TimeSpan At, double Value)> samples)
    {
        var values = samples.Select(sample => sample.Value).Order().ToList();
        return values[values.Count / 2];
    }
}
