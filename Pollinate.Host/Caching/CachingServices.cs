using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Caching;

internal static class CachingServices
{
    /// <summary>
    /// Adds the cache that the daemons of several hosts share, with no server when none is configured. The options of the
    /// sections are taken from the container.
    /// </summary>
    public static IServiceCollection AddSharedCache(this IServiceCollection services)
    {
        services.TryAddSingleton<CacheDeaths>();
        return services.AddSingleton(provider => new SharedCache([.. Servers(provider)]));
    }

    private static IEnumerable<CacheServer> Servers(IServiceProvider provider)
    {
        var authtoken = provider.GetRequiredService<KeystoneAuthtokenOptions>();
        var cache = provider.GetService<CacheOptions>() ?? new();
        if (!SharedCacheOptions.IsShared(provider.GetRequiredService<DefaultOptions>(), authtoken, cache))
            yield break;

        var clock = provider.GetRequiredService<TimeProvider>();
        var times = SharedCacheOptions.TimesOf(authtoken);
        if (cache.Backend == CacheOptions.Redis)
        {
            yield return Guard($"Redis at {RedisAddress.Parse(cache.RedisUrl)}", RedisServer.Create(cache, times.Patience));
            yield break;
        }

        var settings = SharedCacheOptions.MemcachedOf(authtoken);
        foreach (var address in authtoken.MemcachedServers.Select(server => MemcachedAddress.Parse(server)!))
            yield return Guard($"memcached at {address}", new MemcachedCache(address, settings, clock));

        CacheServer Guard(string name, IDistributedCache server) => new(
            name, server, times, provider.GetRequiredService<CacheDeaths>(), clock, provider.GetRequiredService<ILogger<CacheServer>>());
    }
}
