using Microsoft.Extensions.Caching.Distributed;
using Pollinate.Host.Caching;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Caching;

/// <summary>The client of memcached by itself.</summary>
internal sealed class MemcachedCacheTests
{
    private readonly ScriptedMemcached _memcached = new();
    private readonly TestClock _clock = new();

    [TearDown]
    public async Task TearDown() => await _memcached.DisposeAsync();

    [Test]
    public async Task A_value_can_be_stored_read_and_removed()
    {
        await using var cache = Client();
        byte[] value = [0, 13, 10, 255, .. "\r\nEND\r\n"u8];

        (await cache.GetAsync("key")).Should().BeNull();
        await cache.SetAsync("key", value, new());
        (await cache.GetAsync("key")).Should().Equal(value);
        await cache.RemoveAsync("key");
        (await cache.GetAsync("key")).Should().BeNull();
        await cache.RemoveAsync("key");
        _memcached.Connections.Should().Be(1);
    }

    [Test]
    public async Task A_value_may_be_empty_or_as_long_as_memcached_keeps_any_and_no_longer()
    {
        await using var cache = Client();
        await cache.SetAsync("key", [], new());
        (await cache.GetAsync("key")).Should().BeEmpty();
        await cache.SetAsync("key", new byte[MemcachedCache.LargestValue], new());
        (await cache.GetAsync("key")).Should().HaveCount(MemcachedCache.LargestValue);

        await cache.SetAsync("key", new byte[MemcachedCache.LargestValue + 1], new());
        (await cache.GetAsync("key")).Should().BeNull("what was there is no longer true");

        _memcached.Put("key", new byte[MemcachedCache.LargestValue + 1]);
        await cache.Invoking(client => client.GetAsync("key")).Should().ThrowAsync<CacheException>();
    }

    [TestCase(null, 0), TestCase(0.2, 1), TestCase(300.0, 300), TestCase(2592000.0, 2592000)]
    public async Task An_expiry_is_a_duration(double? seconds, long expected)
    {
        await using var cache = Client();

        await cache.SetAsync("key", [1], new() { AbsoluteExpirationRelativeToNow = seconds is { } some ? TimeSpan.FromSeconds(some) : null });

        _memcached.Sets.Single().Should().Be($"set key 0 {expected} 1");
    }

    [Test]
    public async Task An_expiry_of_more_than_30_days_is_a_time_and_one_that_has_passed_removes()
    {
        await using var cache = Client();
        var end = _clock.GetUtcNow().AddDays(31);

        await cache.SetAsync("key", [1], new() { AbsoluteExpiration = end });
        _memcached.Sets.Single().Should().Be($"set key 0 {end.ToUnixTimeSeconds()} 1");
        await cache.SetAsync("key", [1], new() { AbsoluteExpiration = _clock.GetUtcNow() });
        _memcached.Values.Should().BeEmpty();
        await cache.Invoking(client => client.SetAsync("key", [1], new() { SlidingExpiration = TimeSpan.FromSeconds(1) }))
            .Should().ThrowAsync<NotSupportedException>();
    }

    [TestCase(""), TestCase("a b"), TestCase("a\r\nflush_all"), TestCase("a\0b"), TestCase("ä")]
    public async Task A_key_that_would_be_another_command_is_refused(string key)
    {
        await using var cache = Client();

        await cache.Invoking(client => client.GetAsync(key)).Should().ThrowAsync<ArgumentException>();
        await cache.Invoking(client => client.GetAsync(new string('k', 251))).Should().ThrowAsync<ArgumentException>();
        await cache.GetAsync(new string('k', 250));
        _memcached.Commands.Should().ContainSingle();
    }

    [Test]
    public async Task No_more_connections_are_opened_than_may_be()
    {
        await using var cache = Client();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => cache.SetAsync($"key-{number}", [1], new())));

        _memcached.Values.Should().HaveCount(40);
        _memcached.Connections.Should().BeInRange(1, 3);
        _memcached.Open.Should().Be(_memcached.Connections);
    }

    [Test]
    public async Task Whoever_finds_no_free_connection_in_time_gets_nothing_and_opens_none()
    {
        _memcached.Mood = MemcachedMood.Silent;
        await using var cache = Client(TimeSpan.FromMilliseconds(1));
        using var end = new CancellationTokenSource();
        var busy = Enumerable.Range(0, 3).Select(number => cache.GetAsync($"key-{number}", end.Token)).ToArray();
        await Eventually.TrueAsync(() => _memcached.Commands.Count == 3);

        (await cache.GetAsync("key-4")).Should().BeNull();

        _memcached.Connections.Should().Be(3);
        await end.CancelAsync();
        foreach (var call in busy)
            await call.Invoking(one => one).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.TrueAsync(() => _memcached.Open == 0);
    }

    [Test]
    public async Task A_connection_that_is_not_used_for_a_while_is_closed()
    {
        await using var cache = Client();
        await cache.GetAsync("key");
        cache.IdleConnections.Should().Be(1);

        _clock.Advance(TimeSpan.FromSeconds(10));

        await Eventually.TrueAsync(() => _memcached.Open == 0 && cache.IdleConnections == 0);
        await cache.GetAsync("key");
        _memcached.Connections.Should().Be(2);
    }

    [Test]
    public async Task Nothing_blocks_on_a_socket()
    {
        await using var cache = Client();

        cache.Invoking(client => client.Get("key")).Should().Throw<NotSupportedException>();
        cache.Invoking(client => client.Set("key", [1])).Should().Throw<NotSupportedException>();
        cache.Invoking(client => client.Remove("key")).Should().Throw<NotSupportedException>();
        cache.Invoking(client => client.Refresh("key")).Should().Throw<NotSupportedException>();
        await cache.RefreshAsync("key");
        _memcached.Connections.Should().Be(0);
    }

    [TestCase("cache-1", "cache-1:11211"), TestCase("cache-1:11311", "cache-1:11311"), TestCase("10.0.0.1", "10.0.0.1:11211")]
    [TestCase("inet:10.0.0.1:1", "10.0.0.1:1"), TestCase("[::1]:1", "[::1]:1"), TestCase("::1", "[::1]:11211")]
    [TestCase("inet6:[fd00::1]:1", "[fd00::1]:1"), TestCase("unix:/run/memcached.sock", "unix:/run/memcached.sock")]
    [TestCase("/run/memcached.sock", "unix:/run/memcached.sock")]
    [TestCase("", null), TestCase("a b:1", null), TestCase("a:0", null), TestCase("a:65536", null), TestCase("a:x", null)]
    [TestCase("[a]:1", null), TestCase("unix:relative", null), TestCase(":1", null), TestCase("http://a:1", null)]
    public void An_address_is_read_as_python_memcached_reads_it(string text, string? expected) =>
        (MemcachedAddress.Parse(text)?.Text).Should().Be(expected);

    private MemcachedCache Client(TimeSpan? wait = null) => new(
        MemcachedAddress.Parse(_memcached.Address)!,
        new()
        {
            MaximumConnections = 3,
            UnusedTime = TimeSpan.FromSeconds(10),
            ConnectionWait = wait ?? TimeSpan.FromMinutes(1),
            Tls = null,
            Login = null,
        },
        _clock);
}
