using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Caching;

/// <summary>Daemons on clouds that share one Keystone, one clock that stands still, and one memcached.</summary>
internal static class CacheCloud
{
    /// <summary>Timers of so many seconds stand still with the clock of the tests.</summary>
    private const int Still = 10;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(Still);

    public static KeystoneAuthtokenOptions Options(KeystoneAuthtokenOptions options, params IReadOnlyList<string> servers) => options with
    {
        MemcachedServers = servers,
        MemcachePoolSocketTimeout = Still,
        MemcachePoolDeadRetry = Still,
        MemcachePoolUnusedTimeout = Still,
    };

    /// <summary>A daemon beside another, with the same Keystone and clock.</summary>
    public static Task<Cloud> StartBesideAsync(Cloud other, Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions> options) =>
        Cloud.StartAsync(options, keystone: other.Keystone, clock: other.Clock);
}
