using Microsoft.Extensions.Caching.Distributed;

namespace Pollinate.Host.Caching;

/// <summary>
/// One memcached server as a cache: get, set and delete. Nothing in this daemon blocks on a socket, so only the asynchronous
/// members work; and memcached has no expiry that slides. Safe for any thread.
/// </summary>
internal sealed class MemcachedCache : IDistributedCache, IAsyncDisposable
{
    /// <summary>The largest value that is stored or read, in bytes. memcached keeps none larger unless told to.</summary>
    public const int LargestValue = 1024 * 1024;

    private const int LongestKey = 250;

    /// <summary>From here on memcached takes an expiry for a time and not for a duration.</summary>
    private const long LongestDuration = 60 * 60 * 24 * 30;

    private const string NothingBlocks = "Nothing blocks on a socket here; call the asynchronous member.";

    private readonly MemcachedPool _pool;
    private readonly TimeProvider _clock;

    public MemcachedCache(MemcachedAddress address, MemcachedSettings settings, TimeProvider clock)
    {
        _pool = new(address, settings, clock);
        _clock = clock;
    }

    /// <summary>How many connections wait for a call.</summary>
    public int IdleConnections => _pool.Idle;

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        Ensure(key);
        return _pool.CallAsync((protocol, cancellationToken) => protocol.GetAsync(key, cancellationToken), null, token);
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Ensure(key);
        if (options.SlidingExpiration is not null)
            throw new NotSupportedException("memcached has no expiry that slides.");
        var expiry = ExpiryOf(options);
        return expiry < 0 || value.Length > LargestValue
            ? RemoveAsync(key, token)
            : _pool.CallAsync((protocol, cancellationToken) => protocol.SetAsync(key, value, expiry, cancellationToken), false, token);
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Ensure(key);
        return _pool.CallAsync(
            async (protocol, cancellationToken) =>
            {
                await protocol.DeleteAsync(key, cancellationToken);
                return true;
            },
            false,
            token);
    }

    /// <summary>Only what slides is refreshed.</summary>
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public byte[]? Get(string key) => throw new NotSupportedException(NothingBlocks);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException(NothingBlocks);

    public void Remove(string key) => throw new NotSupportedException(NothingBlocks);

    public void Refresh(string key) => throw new NotSupportedException(NothingBlocks);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    /// <returns>The seconds, a time, 0 for ever, or less when it has passed.</returns>
    private long ExpiryOf(DistributedCacheEntryOptions options)
    {
        var now = _clock.GetUtcNow();
        var end = options.AbsoluteExpirationRelativeToNow is { } duration ? now + duration : options.AbsoluteExpiration;
        if (end is not { } time)
            return 0;
        var seconds = (long)Math.Ceiling((time - now).TotalSeconds);
        return seconds <= 0 ? -1 : seconds <= LongestDuration ? seconds : time.ToUnixTimeSeconds();
    }

    // A blank or a line break in a key would be another command.
    private static void Ensure(string key)
    {
        if (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException("A key of memcached has 1 to 250 printable characters of ASCII, without blanks.", nameof(key));
    }
}
