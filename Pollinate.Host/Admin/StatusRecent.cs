using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Admin;

/// <summary>The last five minutes.</summary>
/// <param name="Calls">How many ended.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="P50Milliseconds">How long half of them took at most; null when there were none.</param>
/// <param name="P99Milliseconds">How long 99 of a hundred took at most.</param>
/// <param name="Points">Ten seconds each, the oldest first.</param>
internal sealed record StatusRecent(
    long Calls, long Failures, double? P50Milliseconds, double? P99Milliseconds, IReadOnlyList<StatusPoint> Points)
{
    public static StatusRecent Of(RecentSummary summary) => new(
        summary.Calls,
        summary.Failures,
        Milliseconds(summary.Calls, summary.Median),
        Milliseconds(summary.Calls, summary.Slow),
        [.. summary.Points.Select(point => new StatusPoint(point.Calls, Milliseconds(point.Calls, point.Median), Milliseconds(point.Calls, point.Slow)))]);

    private static double? Milliseconds(long calls, TimeSpan time) => calls == 0 ? null : Math.Round(time.TotalMilliseconds, 4);
}
