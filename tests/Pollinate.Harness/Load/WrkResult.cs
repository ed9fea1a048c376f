namespace Pollinate.Harness.Load;

/// <summary>What wrk measured.</summary>
/// <param name="Requests">How many answers came.</param>
/// <param name="RequestsPerSecond">The same by time.</param>
/// <param name="Median">The latency that half of the requests stayed below.</param>
/// <param name="Percentile99">The latency that all but one of a hundred stayed below.</param>
internal sealed record WrkResult(long Requests, double RequestsPerSecond, TimeSpan Median, TimeSpan Percentile99);
