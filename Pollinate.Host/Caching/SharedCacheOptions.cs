using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Caching;

/// <summary>What the options of the shared cache say, and whether they can be meant so.</summary>
internal static class SharedCacheOptions
{
    private const string Authtoken = KeystoneSection.KeystoneAuthtoken;

    /// <summary>Checks the options of both back ends. They count only while tokens are validated.</summary>
    public static OptionsReport Check(DefaultOptions defaults, KeystoneAuthtokenOptions authtoken, CacheOptions cache)
    {
        var report = new OptionsReport();
        if (defaults.AuthStrategy != DefaultOptions.KeystoneStrategy)
            return report;
        CheckProtection(authtoken, report);
        if (cache.Backend == CacheOptions.Redis)
            CheckRedis(authtoken, cache, report);
        else if (cache.Backend == CacheOptions.Memcached)
            CheckMemcached(authtoken, report);
        return report;
    }

    /// <summary>Whether anything is shared at all.</summary>
    public static bool IsShared(DefaultOptions defaults, KeystoneAuthtokenOptions authtoken, CacheOptions cache) => cache.Backend switch
    {
        _ when defaults.AuthStrategy != DefaultOptions.KeystoneStrategy => false,
        CacheOptions.Redis => true,
        CacheOptions.Memcached => authtoken.MemcachedServers.Count > 0,
        _ => false,
    };

    public static CacheTimes TimesOf(KeystoneAuthtokenOptions authtoken) => new(
        Seconds(authtoken.MemcachePoolSocketTimeout ?? Defaults.MemcachePoolSocketTimeout),
        // A dead server must not be asked without a pause.
        Seconds(Math.Max(1, authtoken.MemcachePoolDeadRetry ?? Defaults.MemcachePoolDeadRetry!.Value)));

    public static MemcachedSettings MemcachedOf(KeystoneAuthtokenOptions authtoken) => new()
    {
        MaximumConnections = authtoken.MemcachePoolMaxsize ?? Defaults.MemcachePoolMaxsize!.Value,
        UnusedTime = Seconds(authtoken.MemcachePoolUnusedTimeout ?? Defaults.MemcachePoolUnusedTimeout),
        ConnectionWait = Seconds(authtoken.MemcachePoolConnGetTimeout ?? Defaults.MemcachePoolConnGetTimeout),
        Tls = authtoken.MemcacheTlsEnabled ? MemcachedTlsOf(authtoken).Read() : null,
        Login = authtoken.MemcacheSaslEnabled ? (authtoken.MemcacheUsername!, authtoken.MemcachePassword!) : null,
    };

    private static KeystoneAuthtokenOptions Defaults { get; } = new();

    private static TimeSpan Seconds(int? seconds) => TimeSpan.FromSeconds(seconds!.Value);

    private static CacheTls MemcachedTlsOf(KeystoneAuthtokenOptions authtoken) => new(
        Authtoken,
        "memcache_tls_",
        NullIfEmpty(authtoken.MemcacheTlsCafile),
        NullIfEmpty(authtoken.MemcacheTlsCertfile),
        NullIfEmpty(authtoken.MemcacheTlsKeyfile))
    {
        Ciphers = authtoken.MemcacheTlsAllowedCiphers,
    };

    private static void CheckProtection(KeystoneAuthtokenOptions authtoken, OptionsReport report)
    {
        var isProtected = !authtoken.MemcacheSecurityStrategy.Equals(KeystoneAuthtokenOptions.Unprotected, StringComparison.OrdinalIgnoreCase);
        var hasSecret = !string.IsNullOrEmpty(authtoken.MemcacheSecretKey);
        if (isProtected && !hasSecret)
            report.Problem($"[{Authtoken}] memcache_security_strategy is {authtoken.MemcacheSecurityStrategy}, which needs a secret. Set memcache_secret_key, to the same on every host.");
        if (!isProtected && hasSecret)
            report.Warning($"[{Authtoken}] memcache_secret_key has no effect without memcache_security_strategy. Set it to ENCRYPT or MAC, or leave memcache_secret_key out.");
    }

    private static void CheckMemcached(KeystoneAuthtokenOptions authtoken, OptionsReport report)
    {
        if (authtoken.MemcachedServers.Count == 0)
            return;
        foreach (var server in authtoken.MemcachedServers.Where(server => MemcachedAddress.Parse(server) is null))
            report.Problem($"[{Authtoken}] memcached_servers has '{server}', which is not the address of a server. Write host:port, [address]:port or unix:/path.");
        var names = authtoken.MemcachedServers.Select(MemcachedAddress.Parse).OfType<MemcachedAddress>().Select(address => address.Text);
        foreach (var name in names.GroupBy(name => name).Where(name => name.Count() > 1).Select(name => name.Key))
            report.Problem($"[{Authtoken}] memcached_servers names {name} twice. Name it once.");
        if (authtoken.MemcacheTlsEnabled)
            MemcachedTlsOf(authtoken).Check(report);
        if (authtoken.MemcacheSaslEnabled && (string.IsNullOrEmpty(authtoken.MemcacheUsername) || string.IsNullOrEmpty(authtoken.MemcachePassword)))
            report.Problem($"[{Authtoken}] memcache_sasl_enabled needs memcache_username and memcache_password. Set both, or set it to false.");
    }

    private static void CheckRedis(KeystoneAuthtokenOptions authtoken, CacheOptions cache, OptionsReport report)
    {
        if (authtoken.MemcachedServers.Count > 0)
            report.Warning($"[{Authtoken}] memcached_servers has no effect with [{CacheOptions.GroupName}] backend = {CacheOptions.Redis}. Leave one of the two out.");
        // It may hold a password, so it is not repeated.
        if (RedisAddress.Parse(cache.RedisUrl) is not { } address)
            report.Problem($"[{CacheOptions.GroupName}] redis_url is not set, or is not of the form redis://host:port/database or rediss://host:port/database. Correct it; user and password have options of their own, redis_username and redis_password.");
        else if (address.IsTls)
            RedisServer.TlsOf(cache).Check(report);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
