using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pollinate.Host.Caching;

namespace Pollinate.Host.Tests.Caching;

/// <summary>How keys spread over the servers of a shared cache.</summary>
internal sealed class SharedCacheTests
{
    // crc32 as python-memcached 1.58 has it: 9920, 16329, 18638.
    [TestCase("tokens/a", 2), TestCase("tokens/b", 0), TestCase("tokens/c", 2)]
    public async Task A_keys_server_is_the_one_that_python_memcached_takes(string key, int expected)
    {
        var memories = Enumerable.Range(0, 3).Select(_ => Memory()).ToArray();
        await using var cache = new SharedCache([.. memories.Select((memory, number) => Server(memory, number))]);

        await cache.StoreAsync(key, [1], TimeSpan.FromMinutes(1));

        for (var number = 0; number < 3; number++)
            (await memories[number].GetAsync(key) is not null).Should().Be(number == expected);
        (await cache.FindAsync(key)).Should().Equal(1);
    }

    [Test]
    public async Task Without_servers_there_is_nothing()
    {
        await using var cache = new SharedCache([]);

        await cache.StoreAsync("key", [1], TimeSpan.FromMinutes(1));

        (await cache.FindAsync("key")).Should().BeNull();
    }

    private static MemoryDistributedCache Memory() => new(Options.Create(new MemoryDistributedCacheOptions()));

    private static CacheServer Server(IDistributedCache cache, int number) => new(
        $"server {number}", cache, new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), new(), TimeProvider.System, NullLogger<CacheServer>.Instance);
}
