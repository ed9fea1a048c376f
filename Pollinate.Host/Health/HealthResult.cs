namespace Pollinate.Host.Health;

/// <summary>What one check found.</summary>
/// <param name="IsHealthy">Whether all is well.</param>
/// <param name="Reason">In a few words.</param>
/// <param name="Details">More, when it is asked for.</param>
internal sealed record HealthResult(bool IsHealthy, string Reason, string Details);
