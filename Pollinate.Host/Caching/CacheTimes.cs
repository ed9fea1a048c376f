namespace Pollinate.Host.Caching;

/// <param name="Patience">How long one call may take, with everything that it needs.</param>
/// <param name="Rest">How long a server that failed is left alone.</param>
internal sealed record CacheTimes(TimeSpan Patience, TimeSpan Rest);
