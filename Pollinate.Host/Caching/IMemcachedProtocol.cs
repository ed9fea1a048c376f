namespace Pollinate.Host.Caching;

/// <summary>One of memcached's two ways to be talked to. For one call at a time.</summary>
internal interface IMemcachedProtocol
{
    /// <returns>The value, or null when there is none.</returns>
    /// <exception cref="CacheException">The server answered other than memcached does.</exception>
    ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken);

    /// <returns>False when the server would not keep it.</returns>
    /// <exception cref="CacheException">The server answered other than memcached does.</exception>
    ValueTask<bool> SetAsync(string key, ReadOnlyMemory<byte> value, long expiry, CancellationToken cancellationToken);

    /// <exception cref="CacheException">The server answered other than memcached does.</exception>
    ValueTask DeleteAsync(string key, CancellationToken cancellationToken);
}
