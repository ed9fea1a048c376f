using System.Diagnostics;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>How long it takes to find, check, copy, load and construct plugins.</summary>
internal static class LoadingTimes
{
    /// <returns>The milliseconds of each run, in order; only the first one pays for what a process loads once.</returns>
    public static async Task<IReadOnlyList<double>> MeasureAsync(int plugins, int runs)
    {
        var times = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            await using var pipeline = new NoOpPipeline();
            pipeline.Write(plugins);
            var begun = Stopwatch.GetTimestamp();
            await pipeline.LoadAsync(plugins);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return times;
    }
}
