namespace Pollinate.Host.Admin;

/// <summary>One cache in the process.</summary>
internal sealed record StatusCache(string Name, int? Entries, long Hits, long Misses);
