namespace Pollinate.Host.Admin;

/// <summary>One server of the shared cache.</summary>
internal sealed record StatusCacheServer(string Name, bool IsUp);
