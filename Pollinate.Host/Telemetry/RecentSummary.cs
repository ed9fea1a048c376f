namespace Pollinate.Host.Telemetry;

/// <summary>The last five minutes of calls.</summary>
/// <param name="Calls">How many ended.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="Median">How long half of them took at most; zero when there were none.</param>
/// <param name="Slow">How long 99 of a hundred took at most.</param>
/// <param name="Points">Their periods, the oldest first.</param>
internal sealed record RecentSummary(long Calls, long Failures, TimeSpan Median, TimeSpan Slow, IReadOnlyList<RecentPoint> Points);
