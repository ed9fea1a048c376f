using System.Collections.Concurrent;

namespace Pollinate.Host.Caching;

/// <summary>
/// The servers of the shared cache that are dead, for the whole process: a reload must neither ask them again at a request's
/// cost nor say again that they are dead. Safe for any thread.
/// </summary>
internal sealed class CacheDeaths
{
    private readonly ConcurrentDictionary<string, bool> _dead = new(StringComparer.Ordinal);

    public bool Contains(string server) => _dead.ContainsKey(server);

    /// <returns>False when it was known.</returns>
    public bool Add(string server) => _dead.TryAdd(server, true);

    /// <returns>False when it was known.</returns>
    public bool Remove(string server) => _dead.TryRemove(server, out _);
}
