namespace Pollinate.Host.Telemetry;

/// <summary>Ten seconds of calls.</summary>
/// <param name="Calls">How many ended.</param>
/// <param name="Median">How long half of them took at most.</param>
/// <param name="Slow">How long 99 of a hundred took at most.</param>
internal readonly record struct RecentPoint(long Calls, TimeSpan Median, TimeSpan Slow);
