using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Pollinate.Host.Caching;

/// <summary>
/// The servers that the daemons of several hosts share. A key's server is the one that python-memcached takes; while that one
/// is dead it is another. Safe for any thread.
/// </summary>
internal sealed class SharedCache(IReadOnlyList<CacheServer> servers) : IAsyncDisposable
{
    /// <summary>How many servers are tried before a key has none.</summary>
    private const int Tries = 10;

    public IReadOnlyList<CacheServer> Servers => servers;

    /// <returns>The value; null when there is none, or no server for it.</returns>
    public Task<byte[]?> FindAsync(string key) => ServerOf(key)?.FindAsync(key) ?? Task.FromResult<byte[]?>(null);

    /// <summary>Stores a value, if there is a server for it.</summary>
    public Task StoreAsync(string key, byte[] value, TimeSpan lifetime) =>
        ServerOf(key)?.StoreAsync(key, value, lifetime) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    private CacheServer? ServerOf(string key)
    {
        if (servers.Count == 0)
            return null;
        var hash = HashOf(key);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var server = servers[(int)(hash % (uint)servers.Count)];
            if (!server.IsDead)
                return server;
            hash = HashOf(string.Create(CultureInfo.InvariantCulture, $"{hash}{attempt}"));
        }

        return null;
    }

    private static uint HashOf(string text)
    {
        var hash = (Crc32.HashToUInt32(Encoding.Latin1.GetBytes(text)) >> 16) & 0x7fff;
        return hash == 0 ? 1 : hash;
    }
}
