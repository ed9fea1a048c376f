namespace Pollinate.Harness.Load;

/// <summary>What became of the requests of a plan.</summary>
/// <param name="Duration">From the first request to the last answer.</param>
/// <param name="Latencies">How long each request took, by its number.</param>
/// <param name="Answered">When each was answered, from the beginning, by its number.</param>
/// <param name="Failed">How many were answered otherwise than 200, wrongly, or not at all.</param>
/// <param name="FirstFailure">What was wrong with one of those, or null.</param>
internal sealed record LoadResult(
    TimeSpan Duration, IReadOnlyList<TimeSpan> Latencies, IReadOnlyList<TimeSpan> Answered, int Failed, string? FirstFailure)
{
    public double RequestsPerSecond => Latencies.Count / Duration.TotalSeconds;

    public TimeSpan Slowest => Latencies.Max();

    /// <exception cref="HarnessException">A request failed.</exception>
    public void MustNotHaveFailed()
    {
        if (Failed > 0)
            throw new HarnessException($"{Failed} of {Latencies.Count} requests failed, one of them so: {FirstFailure}");
    }
}
