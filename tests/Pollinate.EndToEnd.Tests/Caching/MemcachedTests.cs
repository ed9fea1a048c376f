using System.Text;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Caching;

/// <summary>Published daemons that share validated tokens through Debian's memcached.</summary>
internal sealed class MemcachedTests
{
    private static readonly string Secret = Marks.NewPlain("the secret of the shared cache");
    private static readonly string Password = Marks.NewPlain("the password for memcached");
    private static readonly string WrongPassword = Marks.NewPlain("a wrong password for memcached");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private CloudForCaches? _cloud;

    private CloudForCaches Cloud => _cloud!;

    [SetUp]
    public async Task SetUp()
    {
        await DebianPackages.RequireAsync("memcached");
        _cloud = await CloudForCaches.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        // There is none when the packages can't be had.
        if (_cloud is not null)
            await _cloud.DisposeAsync();
    }

    [TestCase("None"), TestCase("MAC"), TestCase("ENCRYPT")]
    public async Task Two_daemons_have_a_token_validated_once_and_keystonemiddleware_believes_them(string strategy)
    {
        await DebianPackages.RequireAsync("python3-keystonemiddleware");
        await using var memcached = await CacheProcess.MemcachedAsync();
        var options = $"memcached_servers = {memcached.Address}\n{Protection(strategy)}";
        await using var first = await Cloud.StartDaemonAsync(options);
        await using var second = await Cloud.StartDaemonAsync(options);
        var token = await Cloud.NewTokenAsync();

        await Cloud.AskAsync(first, token);
        var key = (await KeysAsync(memcached, 1)).Single();
        await Cloud.AskAsync(second, token);

        (await Cloud.ValidationsAsync()).Should().Be(1);
        using var raw = new RawMemcached(memcached.Port);
        (await raw.TimeLeftAsync(key)).Should().BeInRange(200, 300);
        Encoding.Latin1.GetString(await raw.GetAsync(key)).Should().NotContain(token);
        await using var reader = await ChildProcess.RunAsync(
            "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "Python", "middleware_reader.py"), memcached.Address, strategy, Secret, token],
            Patience);
        reader.Output.Trim().Should().Be("Confirmed novavd");
    }

    [TestCase("MAC"), TestCase("ENCRYPT")]
    public async Task One_bit_changed_in_memcached_and_the_entry_counts_as_none(string strategy)
    {
        await using var memcached = await CacheProcess.MemcachedAsync();
        var options = $"memcached_servers = {memcached.Address}\n{Protection(strategy)}";
        await using var first = await Cloud.StartDaemonAsync(options);
        await using var second = await Cloud.StartDaemonAsync(options);
        var token = await Cloud.NewTokenAsync();
        await Cloud.AskAsync(first, token);
        var key = (await KeysAsync(memcached, 1)).Single();

        using var raw = new RawMemcached(memcached.Port);
        var value = await raw.GetAsync(key);
        value[^20] ^= 1;
        await raw.SetAsync(key, value);
        await Cloud.AskAsync(second, token);

        (await Cloud.ValidationsAsync()).Should().Be(2);
        await second.ShouldLogAsync("An entry of the shared cache can't be used");
        second.Log.Should().NotContain(token).And.NotContain(Secret);
    }

    [Test]
    public async Task Its_death_costs_no_answer_and_its_return_is_noticed()
    {
        await using var memcached = await CacheProcess.MemcachedAsync();
        var options = $"memcached_servers = {memcached.Address}\nmemcache_pool_dead_retry = 1";
        await using var first = await Cloud.StartDaemonAsync(options);
        await using var second = await Cloud.StartDaemonAsync(options);
        await Cloud.AskAsync(first, await Cloud.NewTokenAsync());
        await KeysAsync(memcached, 1);

        await memcached.DieAsync();
        var taken = new List<TimeSpan>();
        for (var asked = 0; asked < 5; asked++)
            taken.Add(await Cloud.AskAsync(first, await Cloud.NewTokenAsync()));
        TestContext.Out.WriteLine($"killed: {string.Join(", ", taken.Select(time => $"{time.TotalMilliseconds:0}"))} ms");
        Lines(first, memcached).Should().ContainSingle().Which.Should().Contain("tokens are validated without this shared cache");

        await memcached.StartAsync();
        await Eventually.WaitForAsync("the return to be noticed", Patience, () => Task.FromResult(first.Log.Contains("answers again", StringComparison.Ordinal)));
        var before = await Cloud.ValidationsAsync();
        var token = await Cloud.NewTokenAsync();
        await Cloud.AskAsync(first, token);
        await KeysAsync(memcached, 1);
        await Cloud.AskAsync(second, token);
        (await Cloud.ValidationsAsync()).Should().Be(before + 1);
        Lines(first, memcached).Should().HaveCount(2);
    }

    [Test]
    public async Task One_that_hangs_is_waited_for_once()
    {
        await using var memcached = await CacheProcess.MemcachedAsync();
        await using var daemon = await Cloud.StartDaemonAsync(
            $"memcached_servers = {memcached.Address}\nmemcache_pool_socket_timeout = 2\nmemcache_pool_dead_retry = 1");
        await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
        await KeysAsync(memcached, 1);

        await memcached.HangAsync();
        var first = await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
        await Eventually.WaitForAsync("the hanging to be noticed", Patience, () => Task.FromResult(Lines(daemon, memcached).Count > 0));
        var next = new List<TimeSpan>();
        for (var asked = 0; asked < 5; asked++)
            next.Add(await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync()));
        TestContext.Out.WriteLine($"first {first.TotalMilliseconds:0} ms, next {string.Join(", ", next.Select(time => $"{time.TotalMilliseconds:0}"))} ms");

        next.Min().Should().BeLessThan(TimeSpan.FromSeconds(0.4), "nobody waits for it again");
        Lines(daemon, memcached).Should().ContainSingle().Which.Should().Contain("gave no answer within 2 s");

        await memcached.GoOnAsync();
        await daemon.ShouldLogAsync("answers again");
    }

    [Test]
    public async Task Reloads_leave_no_connection_behind()
    {
        await using var memcached = await CacheProcess.MemcachedAsync();
        await using var daemon = await Cloud.StartDaemonAsync($"memcached_servers = {memcached.Address}");
        using var raw = new RawMemcached(memcached.Port);
        var without = await raw.ConnectionsAsync();

        for (var reload = 1; reload <= 3; reload++)
        {
            await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
            await daemon.HangUpAsync();
            await daemon.ShouldLogAsync($"eneration {reload + 1}");
        }

        await Cloud.AskAsync(daemon, await Cloud.NewTokenAsync());
        await Eventually.WaitForAsync("the earlier generations' connections to be closed", Patience, async () =>
            await raw.ConnectionsAsync() <= without + 1);
    }

    [Test]
    public async Task TLS_with_a_client_certificate_is_spoken()
    {
        using var certificates = new Certificates();
        await using var memcached = await CacheProcess.MemcachedAsync(
            "-Z", "-o", $"ssl_chain_cert={certificates.ServerCertificate},ssl_key={certificates.ServerKey},ssl_ca_cert={certificates.Authority},ssl_verify_mode=2");
        var tls = $"""
            memcached_servers = {memcached.Address}
            memcache_tls_enabled = true
            memcache_tls_cafile = {certificates.Authority}
            memcache_tls_allowed_ciphers = TLS_AES_128_GCM_SHA256
            """;
        var client = $"{tls}\nmemcache_tls_certfile = {certificates.ClientCertificate}\nmemcache_tls_keyfile = {certificates.ClientKey}";

        await ShouldShareAsync(client, memcached.Address);

        using var others = new Certificates();
        await using var misled = await Cloud.StartDaemonAsync(client.Replace(certificates.Authority, others.Authority, StringComparison.Ordinal));
        await Cloud.AskAsync(misled, await Cloud.NewTokenAsync());
        Lines(misled, memcached).Should().ContainSingle().Which.Should().Contain("its certificate is not trusted");
    }

    [Test]
    public async Task A_login_by_SASL_is_made()
    {
        await DebianPackages.RequireAsync("sasl2-bin", "libsasl2-modules");
        var folder = Directory.CreateTempSubdirectory("sasl-").FullName;
        var users = Path.Combine(folder, "users");
        await using (await ChildProcess.RunAsync(
            "/bin/sh", ["-c", "printf '%s' \"$2\" | /usr/sbin/saslpasswd2 -p -c -a memcached -f \"$1\" pollinate", "sh", users, Password], Patience))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "memcached.conf"), $"mech_list: plain\npwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {users}\n");
        }

        try
        {
            await using var memcached = await CacheProcess.MemcachedAsync(new Dictionary<string, string?> { ["SASL_CONF_PATH"] = folder }, "-S");
            var options = $"memcached_servers = {memcached.Address}\nmemcache_sasl_enabled = true\nmemcache_username = pollinate\n";

            await ShouldShareAsync(options + $"memcache_password = {Password}", memcached.Address);

            await using var stranger = await Cloud.StartDaemonAsync(options + $"memcache_password = {WrongPassword}");
            await Cloud.AskAsync(stranger, await Cloud.NewTokenAsync());
            Lines(stranger, memcached).Should().ContainSingle().Which.Should().Contain("refused memcache_username and memcache_password");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task The_check_warns_of_a_server_that_does_not_answer()
    {
        var folder = Directory.CreateTempSubdirectory("check-").FullName;
        try
        {
            await using var memcached = await CacheProcess.MemcachedAsync();
            var dead = FreePort.Find();
            var file = Path.Combine(folder, "nova-pollinate.conf");
            await File.WriteAllTextAsync(file, Cloud.Configuration($"memcached_servers = {memcached.Address},127.0.0.1:{dead}"));
            await using var check = ChildProcess.Start(
                Repository.Executable, ["check", "--config-file", file], new Dictionary<string, string?> { ["TMPDIR"] = folder });

            (await check.WaitAsync(Patience)).Should().Be(0, check.Errors);

            check.Errors.Should().BeEmpty();
            check.Output.Should().Contain($"memcached at 127.0.0.1:{dead} can't be").And.Contain($"memcached at {memcached.Address} answers.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Protection(string strategy) =>
        strategy == "None" ? "" : $"memcache_security_strategy = {strategy}\nmemcache_secret_key = {Secret}";

    private static List<string> Lines(PublishedDaemon daemon, CacheProcess memcached) =>
        [.. daemon.Log.Split('\n').Where(line => line.Contains($"memcached at {memcached.Address}", StringComparison.Ordinal) && !line.Contains(" DEBUG ", StringComparison.Ordinal))];

    private static async Task<IReadOnlyList<string>> KeysAsync(CacheProcess memcached, int count)
    {
        using var raw = new RawMemcached(memcached.Port);
        IReadOnlyList<string> keys = [];
        await Eventually.WaitForAsync("the token to be shared", Patience, async () => (keys = await raw.KeysAsync()).Count == count);
        return keys;
    }

    /// <summary>What cannot be looked into from outside is seen by a second daemon that need not ask.</summary>
    private async Task ShouldShareAsync(string options, string address)
    {
        await using var first = await Cloud.StartDaemonAsync(options);
        await SharedCloud.ShouldShareAsync(Cloud, first, () => Cloud.StartDaemonAsync(options));
        first.Log.Should().NotContain(address);
    }
}
