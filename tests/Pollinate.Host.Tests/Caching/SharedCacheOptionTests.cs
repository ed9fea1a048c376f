using Pollinate.Host.Caching;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Caching;

/// <summary>What stands against a shared cache before it is used.</summary>
internal sealed class SharedCacheOptionTests
{
    private static readonly KeystoneAuthtokenOptions Shared = new() { MemcachedServers = ["cache-1", "cache-2"] };

    [Test]
    public void Nothing_to_complain_of_is_nothing()
    {
        Check(new()).Problems.Should().BeEmpty();
        Check(Shared).Problems.Should().BeEmpty();
        Check(Shared with { MemcacheSecurityStrategy = "encrypt", MemcacheSecretKey = "k" }).Problems.Should().BeEmpty();
        Check(new(), new() { Backend = "redis", RedisUrl = "redis://redis-1" }).Problems.Should().BeEmpty();
        Check(Shared).Warnings.Should().BeEmpty();
    }

    [TestCase("MAC"), TestCase("encrypt"), Property("Scenario", 77)]
    public void A_strategy_needs_a_secret(string strategy)
    {
        foreach (var backend in new[] { "memcached", "redis", "none" })
        {
            Check(new() { MemcacheSecurityStrategy = strategy, MemcacheSecretKey = "" }, new() { Backend = backend, RedisUrl = "redis://r" })
                .Problems.Should().ContainSingle().Which.Should().Contain("memcache_security_strategy").And.Contain("Set memcache_secret_key");
        }
    }

    [TestCase("memcache_security_strategy = MAC", "[keystone_authtoken] memcache_security_strategy is MAC, which needs a secret*")]
    [TestCase("memcache_security_strategy = ROT13", "*[keystone_authtoken] memcache_security_strategy*ROT13*")]
    [TestCase("memcached_servers = a b", "[keystone_authtoken] memcached_servers has 'a b'*")]
    [TestCase("[cache]\nbackend = redis", "[cache] redis_url is not set*")]
    [TestCase("[cache]\nbackend = dogpile", "*[cache] backend*dogpile*")]
    [Property("Scenario", 77)]
    public async Task The_daemon_does_not_start_with_what_can_not_be_meant(string options, string expected)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"""
            [keystone_authtoken]
            auth_type = v3token
            auth_url = http://127.0.0.1:1/v3
            token = t
            {options}
            """);

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Match($"nova-pollinate: error: {expected}");
    }

    [Test]
    public void A_secret_without_a_strategy_is_worth_a_word() =>
        Check(Shared with { MemcacheSecretKey = "k" }).Warnings.Should().ContainSingle().Which.Should().Contain("memcache_security_strategy");

    [Test]
    public void Each_server_must_be_an_address_and_be_named_once() =>
        Check(new() { MemcachedServers = ["cache-1", "cache 2", "cache-1:11211"] }).Problems.Should().SatisfyRespectively(
            problem => problem.Should().Contain("memcached_servers has 'cache 2'"),
            problem => problem.Should().Contain("names cache-1:11211 twice"));

    [Test]
    public void A_login_needs_both_name_and_password()
    {
        Check(Shared with { MemcacheSaslEnabled = true, MemcacheUsername = "u" })
            .Problems.Should().ContainSingle().Which.Should().Contain("memcache_sasl_enabled needs");
        Check(Shared with { MemcacheSaslEnabled = true, MemcacheUsername = "u", MemcachePassword = "p" }).Problems.Should().BeEmpty();
    }

    [Test]
    public void Files_of_TLS_are_looked_at()
    {
        using var folder = new TemporaryFolder();
        var junk = folder.Write("junk.pem", "junk");
        var tls = Shared with { MemcacheTlsEnabled = true, MemcacheTlsCafile = junk, MemcacheTlsCertfile = folder.Combine("missing.pem") };

        Check(tls).Problems.Should().SatisfyRespectively(
            problem => problem.Should().StartWith($"[keystone_authtoken] memcache_tls_cafile '{junk}' cannot be used"),
            problem => problem.Should().StartWith("[keystone_authtoken] memcache_tls_certfile '").And.Contain("does not exist"));
        Check(Shared with { MemcacheTlsEnabled = true, MemcacheTlsAllowedCiphers = "AES256-GCM-SHA384:HIGH" })
            .Problems.Should().ContainSingle().Which.Should().StartWith("[keystone_authtoken] memcache_tls_allowed_ciphers: HIGH");
        Check(tls with { MemcacheTlsEnabled = false }).Problems.Should().BeEmpty();
        Check(new(), new() { Backend = "redis", RedisUrl = "rediss://r", RedisCafile = junk })
            .Problems.Should().ContainSingle().Which.Should().StartWith("[cache] redis_cafile");
    }

    [TestCase(null), TestCase(""), TestCase("r:6379"), TestCase("http://r"), TestCase("redis://"), TestCase("redis://r/x"), TestCase("redis://r?x=1")]
    [TestCase("redis://:pa55@r"), TestCase("redis://r#x")]
    public void Redis_needs_an_address_which_is_never_repeated(string? url) =>
        Check(new(), new() { Backend = "redis", RedisUrl = url })
            .Problems.Should().ContainSingle().Which.Should().StartWith("[cache] redis_url is not set, or is not").And.NotContain("pa55");

    [TestCase("redis://r", "r:6379", 0, false), TestCase("rediss://r:1/3", "r:1", 3, true), TestCase("redis://[::1]:1/", "[::1]:1", 0, false)]
    public void An_address_of_Redis_has_host_port_and_database(string url, string text, int database, bool isTls)
    {
        var address = RedisAddress.Parse(url)!;

        address.ToString().Should().Be(text);
        address.Database.Should().Be(database);
        address.IsTls.Should().Be(isTls);
    }

    [Test]
    public void Memcached_beside_Redis_is_worth_a_word() =>
        Check(Shared, new() { Backend = "redis", RedisUrl = "redis://r" }).Warnings.Should().ContainSingle().Which.Should().Contain("memcached_servers");

    [Test]
    public void Without_validations_nothing_of_it_counts()
    {
        SharedCacheOptions.Check(new() { AuthStrategy = "noauth" }, new() { MemcachedServers = [" "] }, new()).Problems.Should().BeEmpty();
        SharedCacheOptions.IsShared(new() { AuthStrategy = "noauth" }, Shared, new()).Should().BeFalse();
        SharedCacheOptions.IsShared(new(), Shared, new()).Should().BeTrue();
        SharedCacheOptions.IsShared(new(), Shared, new() { Backend = "none" }).Should().BeFalse();
    }

    private static OptionsReport Check(KeystoneAuthtokenOptions authtoken, CacheOptions? cache = null) =>
        SharedCacheOptions.Check(new(), authtoken, cache ?? new());
}
