using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Caching;

/// <summary>Published daemons that share validated tokens through Debian's Redis.</summary>
internal sealed class RedisTests
{
    private static readonly string Protection = $"memcache_security_strategy = ENCRYPT\nmemcache_secret_key = {Marks.NewPlain("the secret of the shared cache")}\n";
    private static readonly string Password = Marks.NewPlain("the password for Redis");
    private static readonly string WrongPassword = Marks.NewPlain("a wrong password for Redis");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private CloudForCaches? _cloud;

    private CloudForCaches Cloud => _cloud!;

    [SetUp]
    public async Task SetUp()
    {
        await DebianPackages.RequireAsync("redis-server", "redis-tools");
        _cloud = await CloudForCaches.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        // There is none when the packages can't be had.
        if (_cloud is not null)
            await _cloud.DisposeAsync();
    }

    [Test]
    public async Task Two_daemons_have_a_token_validated_once_with_a_password_and_protected()
    {
        await using var redis = await CacheProcess.RedisAsync("--requirepass", Password);
        var options = $"{Protection}[cache]\nbackend = redis\nredis_url = redis://{redis.Address}/2\n";
        await using var first = await Cloud.StartDaemonAsync(options + $"redis_password = {Password}");

        await SharedCloud.ShouldShareAsync(Cloud, first, () => Cloud.StartDaemonAsync(options + $"redis_password = {Password}"));

        first.Log.Should().NotContain("Redis at");
        await using var stranger = await Cloud.StartDaemonAsync(options + $"redis_password = {WrongPassword}");
        await Cloud.AskAsync(stranger, await Cloud.NewTokenAsync());
        await stranger.ShouldLogAsync("Redis at");
        stranger.Log.Split('\n').Should().ContainSingle(line => line.Contains("Redis at")).Which.Should().Contain($"Redis at {redis.Address} ");
    }

    [Test]
    public async Task TLS_with_a_client_certificate_is_spoken()
    {
        using var certificates = new Certificates();
        await using var redis = await CacheProcess.RedisWithTlsAsync(
            "--tls-cert-file", certificates.ServerCertificate, "--tls-key-file", certificates.ServerKey, "--tls-ca-cert-file", certificates.Authority);
        var options = $"""
            [cache]
            backend = redis
            redis_url = rediss://{redis.Address}
            redis_cafile = {certificates.Authority}
            redis_certfile = {certificates.ClientCertificate}
            redis_keyfile = {certificates.ClientKey}
            """;
        await using var first = await Cloud.StartDaemonAsync(options);

        await SharedCloud.ShouldShareAsync(Cloud, first, () => Cloud.StartDaemonAsync(options));

        first.Log.Should().NotContain("Redis at");
    }

    [Test]
    public async Task Reloads_leave_no_connection_behind()
    {
        await using var redis = await CacheProcess.RedisAsync();
        await using var daemon = await Cloud.StartDaemonAsync($"[cache]\nbackend = redis\nredis_url = redis://{redis.Address}\n");
        await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
        var one = await ConnectionsAsync(redis);
        one.Should().BePositive();

        for (var reload = 1; reload <= 3; reload++)
        {
            await daemon.HangUpAsync();
            await daemon.ShouldLogAsync($"eneration {reload + 1}");
            await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
        }

        await Eventually.WaitForAsync("the earlier generations' connections to be closed", Patience, async () => await ConnectionsAsync(redis) <= one);
    }

    [Test]
    public async Task Its_death_costs_no_answer_its_hanging_is_waited_for_once_and_its_return_is_noticed()
    {
        await using var redis = await CacheProcess.RedisAsync();
        var options = $"memcache_pool_socket_timeout = 2\nmemcache_pool_dead_retry = 1\n[cache]\nbackend = redis\nredis_url = redis://{redis.Address}\n";
        await using var daemon = await Cloud.StartDaemonAsync(options);
        await SharedCloud.ShouldShareAsync(Cloud, daemon, () => Cloud.StartDaemonAsync(options));

        await redis.DieAsync();
        for (var asked = 0; asked < 5; asked++)
            await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
        Lines().Should().ContainSingle().Which.Should().Contain("tokens are validated without this shared cache");
        await redis.StartAsync();
        await Eventually.WaitForAsync("the return to be noticed", Patience, () => Task.FromResult(Lines().Count == 2));
        await SharedCloud.ShouldShareAsync(Cloud, daemon, () => Cloud.StartDaemonAsync(options));

        await redis.HangAsync();
        var first = await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
        await Eventually.WaitForAsync("the hanging to be noticed", Patience, () => Task.FromResult(Lines().Count == 3));
        var next = new List<TimeSpan>();
        for (var asked = 0; asked < 5; asked++)
            next.Add(await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync()));
        TestContext.Out.WriteLine($"first {first.TotalMilliseconds:0} ms, next {string.Join(", ", next.Select(time => $"{time.TotalMilliseconds:0}"))} ms");
        next.Min().Should().BeLessThan(TimeSpan.FromSeconds(0.4), "nobody waits for it again");
        Lines().Should().HaveCount(3);
        await redis.GoOnAsync();
        await Eventually.WaitForAsync("the return to be noticed", Patience, () => Task.FromResult(Lines().Count == 4));

        List<string> Lines() => [.. daemon.Log.Split('\n').Where(line => line.Contains($"Redis at {redis.Address}", StringComparison.Ordinal) && !line.Contains(" DEBUG ", StringComparison.Ordinal))];
    }

    /// <summary>How many connections daemons have.</summary>
    private static async Task<int> ConnectionsAsync(CacheProcess redis)
    {
        await using var list = await ChildProcess.RunAsync("/usr/bin/redis-cli", ["-p", $"{redis.Port}", "CLIENT", "LIST"], Patience);
        return list.Output.Split('\n').Count(line => line.Contains("name=nova-pollinate", StringComparison.Ordinal));
    }
}
