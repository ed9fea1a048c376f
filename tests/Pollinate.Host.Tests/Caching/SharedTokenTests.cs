using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Caching;

/// <summary>What the daemons of several hosts share of the tokens that one of them has had validated.</summary>
internal sealed class SharedTokenTests
{
    private const string Secret = "a secret of all hosts";

    private readonly ScriptedMemcached _memcached = new();

    [TearDown]
    public async Task TearDown() => await _memcached.DisposeAsync();

    [TestCase("None"), TestCase("MAC"), TestCase("mac"), TestCase("ENCRYPT"), TestCase("encrypt"), Property("Scenario", 73)]
    public async Task What_one_daemon_has_had_validated_another_does_not_ask_about(string strategy)
    {
        await using var first = await Cloud.StartAsync(options => With(options, strategy));
        await PostAndShareAsync(first);
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, strategy.ToUpperInvariant()));

        (await second.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(second);

        first.Keystone.Validations.Should().ContainSingle();
        second.App["X-User-Name"].Should().Be("novavd");
        second.App["X-Service-Catalog"].Should().Be(first.App["X-Service-Catalog"]);
        second.Log.Should().NotContain(line => line.Contains("shared cache"));
    }

    [Test, Property("Scenario", 72)]
    public async Task Unprotected_the_key_is_the_tokens_hash_and_the_value_JSON_without_the_token()
    {
        await using var cloud = await Cloud.StartAsync(options => With(options, "None"));
        await PostAndShareAsync(cloud);

        var (key, value) = _memcached.Values.Single();
        key.Should().Be("tokens/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Cloud.NovaToken))));
        _memcached.Sets.Single().Should().Be($"set {key} 0 300 {value.Length}");
        var entry = JsonNode.Parse(value)!;
        entry.AsObject().Should().HaveCount(3, "keystonemiddleware fails with two");
        JsonNode.DeepEquals(entry["token"], Tokens.Nova(cloud.Clock.GetUtcNow().AddHours(8))["token"]).Should().BeTrue("it is what Keystone said");
        Encoding.UTF8.GetString(value).Should().NotContain(Cloud.NovaToken);
    }

    [TestCase("MAC"), TestCase("ENCRYPT"), TestCase("encrypt"), Property("Scenario", 76)]
    public async Task Protected_the_key_tells_nothing_and_the_value_is_signed_or_encrypted_as_well(string strategy)
    {
        await using var cloud = await Cloud.StartAsync(options => With(options, strategy));
        await PostAndShareAsync(cloud);

        var (key, value) = _memcached.Values.Single();
        var keys = HMACSHA384.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(Cloud.NovaToken + strategy.ToUpperInvariant()));
        key.Should().Be($"tokens/b'{Convert.ToBase64String(keys.AsSpan(0, 16))}'", "that is keystonemiddleware's");
        var content = Convert.FromBase64String(Encoding.ASCII.GetString(value[64..]));
        Encoding.ASCII.GetString(value[..64]).Should().Be(Convert.ToBase64String(HMACSHA384.HashData(keys.AsSpan(16, 16), value.AsSpan(64))));
        Encoding.UTF8.GetString(content).Contains("novavd", StringComparison.Ordinal).Should().Be(strategy == "MAC");
        Encoding.UTF8.GetString(content).Should().NotContain(Cloud.NovaToken);
    }

    [Test]
    public async Task The_lifetimes_of_both_levels_do_not_add_up()
    {
        await using var first = await Cloud.StartAsync(options => With(options, "MAC"));
        await PostAndShareAsync(first);
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, "MAC"));
        first.Clock.Advance(TimeSpan.FromSeconds(200));
        (await second.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(second);
        first.Keystone.Revoke(Cloud.NovaToken);

        first.Clock.Advance(TimeSpan.FromSeconds(99));
        (await second.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(second);
        first.Keystone.Validations.Should().ContainSingle();

        first.Clock.Advance(TimeSpan.FromSeconds(1));
        // memcached still has the entry: this one does not mind its expiry.
        (await second.PostAsync(Cloud.NovaToken)).ShouldBe401();
        first.Keystone.Validations.Should().HaveCount(2);
    }

    [TestCase("MAC"), TestCase("ENCRYPT"), Property("Scenario", 74)]
    public async Task A_protected_entry_that_was_changed_counts_as_none_wherever_it_was_changed(string strategy)
    {
        await using var first = await Cloud.StartAsync(options => With(options, strategy));
        await PostAndShareAsync(first);
        var (key, value) = _memcached.Values.Single();
        int[] places = [0, 63, 64, 70, value.Length / 2, value.Length - 1];

        foreach (var place in places)
        {
            var changed = value.ToArray();
            changed[place] ^= 1;
            await ShouldNotBelieveAsync(first, key, changed, strategy);
        }

        await ShouldNotBelieveAsync(first, key, value[..^4], strategy);
        await ShouldNotBelieveAsync(first, key, value[..20], strategy);
        await ShouldNotBelieveAsync(first, key, [], strategy);
    }

    [TestCase("MAC"), TestCase("ENCRYPT")]
    public async Task A_protected_entry_of_one_token_is_of_no_use_in_the_place_of_another(string strategy)
    {
        await using var first = await Cloud.StartAsync(options => With(options, strategy));
        first.AddToken("demo-token", Tokens.Demo(first.InAnHour));
        await PostAndShareAsync(first);
        (await first.PostAsync("demo-token")).ShouldBeConfirmed(first);
        await Eventually.TrueAsync(() => _memcached.Values.Count == 2);
        var keys = _memcached.Sets.Select(command => command.Split(' ')[1]).ToArray();

        _memcached.Put(keys[1], _memcached.Values[keys[0]]);
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, strategy));
        (await second.PostAsync("demo-token")).ShouldBeConfirmed(second);

        second.App["X-User-Name"].Should().Be("demo");
        first.Keystone.Validations.Should().HaveCount(3);
        second.Log.Should().ContainSingle(line => line.Contains("An entry of the shared cache can't be used"));
    }

    [Test]
    public async Task Another_secret_finds_nothing()
    {
        await using var first = await Cloud.StartAsync(options => With(options, "ENCRYPT"));
        await PostAndShareAsync(first);
        await using var second = await CacheCloud.StartBesideAsync(
            first, options => With(options, "ENCRYPT") with { MemcacheSecretKey = "another" });

        (await second.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(second);

        first.Keystone.Validations.Should().HaveCount(2);
    }

    private static readonly string[] Flawed =
    [
        "", "{", "null", "[]", "\"x\"", "{}", "\0\0\0", "{\"nova_pollinate_asked_at\": null}", "{\"nova_pollinate_asked_at\": \"x\"}",
        "{\"nova_pollinate_asked_at\": 1e300}", "{\"nova_pollinate_asked_at\": NOW, \"nova_pollinate_catalog\": true}",
        "{\"token\": {}, \"nova_pollinate_asked_at\": NOW, \"nova_pollinate_catalog\": true}",
        "{\"token\": {\"methods\": [], \"user\": {}}, \"nova_pollinate_asked_at\": NOW, \"nova_pollinate_catalog\": true}",
    ];

    [Test, Property("Scenario", 74)]
    public async Task What_does_not_describe_a_token_counts_as_none([ValueSource(nameof(Flawed))] string value)
    {
        await using var first = await Cloud.StartAsync(options => With(options, "None"));
        await PostAndShareAsync(first);
        var now = first.Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

        await ShouldNotBelieveAsync(
            first, _memcached.Values.Single().Key, Encoding.UTF8.GetBytes(value.Replace("NOW", now, StringComparison.Ordinal)), "None");
    }

    [TestCase(-300_000L, false), TestCase(-299_999L, true), TestCase(0L, true), TestCase(60_000L, true), TestCase(60_001L, false)]
    [TestCase(long.MinValue / 2, false), TestCase(long.MaxValue / 2, false)]
    public async Task An_entry_that_is_too_old_or_from_the_future_counts_as_none(long milliseconds, bool isOfUse)
    {
        await using var first = await Cloud.StartAsync(options => With(options, "None"));
        await PostAndShareAsync(first);
        var (key, value) = _memcached.Values.Single();
        var entry = JsonNode.Parse(value)!;
        entry["nova_pollinate_asked_at"] = first.Clock.GetUtcNow().ToUnixTimeMilliseconds() + milliseconds;
        _memcached.Put(key, Encoding.UTF8.GetBytes(entry.ToJsonString()));
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, "None"));

        (await second.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(second);

        first.Keystone.Validations.Should().HaveCount(isOfUse ? 1 : 2);
    }

    [Test]
    public async Task A_token_that_has_expired_meanwhile_is_asked_about()
    {
        await using var first = await Cloud.StartAsync(options => With(options, "MAC"));
        first.AddToken("short-token", Tokens.Demo(first.Clock.GetUtcNow().AddSeconds(30)));
        (await first.PostAsync("short-token")).ShouldBeConfirmed(first);
        await Eventually.TrueAsync(() => _memcached.Values.Count == 1);
        first.Clock.Advance(TimeSpan.FromSeconds(31));
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, "MAC"));

        (await second.PostAsync("short-token")).ShouldBe401();

        first.Keystone.Validations.Should().HaveCount(2);
    }

    [Test]
    public async Task An_entry_without_the_catalog_is_of_no_use_to_a_daemon_that_needs_it()
    {
        await using var first = await Cloud.StartAsync(options => With(options, "MAC") with { IncludeServiceCatalog = false });
        await PostAndShareAsync(first);
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, "MAC"));
        await using var third = await CacheCloud.StartBesideAsync(first, options => With(options, "MAC") with { IncludeServiceCatalog = false });

        (await third.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(third);
        first.Keystone.Validations.Should().ContainSingle();
        (await second.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(second);
        first.Keystone.Validations.Should().HaveCount(2);
    }

    [Test]
    public async Task Keystonemiddlewares_own_entry_which_does_not_say_its_age_counts_as_none_without_a_word()
    {
        await using var first = await Cloud.StartAsync(options => With(options, "None"));
        await PostAndShareAsync(first);
        var body = Tokens.Nova(first.InAnHour);
        body["token"]!["auth_token"] = "x";
        _memcached.Put(_memcached.Values.Single().Key, Encoding.UTF8.GetBytes(body.ToJsonString()));
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, "None"));

        (await second.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(second);

        first.Keystone.Validations.Should().HaveCount(2);
        second.Log.Should().NotContain(line => line.Contains("shared cache"));
    }

    [Test]
    public async Task Neither_unknown_tokens_nor_failures_are_shared()
    {
        await using var cloud = await Cloud.StartAsync(options => With(options, "MAC"));

        (await cloud.PostAsync("unknown-token")).ShouldBe401();
        cloud.Keystone.Validation.Next(Reply.Status(500));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();
        await PostAndShareAsync(cloud);

        _memcached.Sets.Should().ContainSingle();
    }

    [Test]
    public async Task A_burst_with_one_token_looks_once_and_a_known_token_does_not_look_at_all()
    {
        await using var first = await Cloud.StartAsync(options => With(options, "MAC"));
        await PostAndShareAsync(first);
        await using var second = await CacheCloud.StartBesideAsync(first, options => With(options, "MAC"));
        var before = _memcached.Gets.Count();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => second.PostAsync(Cloud.NovaToken)));
        (await second.PostAsync(Cloud.NovaToken)).Code.Should().Be(200);

        _memcached.Gets.Count().Should().Be(before + 1);
        first.Keystone.Validations.Should().ContainSingle();
    }

    [TestCase(0), TestCase(-1)]
    public async Task With_the_cache_off_nothing_is_shared(int seconds)
    {
        await using var cloud = await Cloud.StartAsync(options => With(options, "MAC") with { TokenCacheTime = seconds });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        _memcached.Connections.Should().Be(0);
    }

    [Test]
    public async Task What_ends_closes_its_connections()
    {
        await using (var cloud = await Cloud.StartAsync(options => With(options, "MAC")))
        {
            await PostAndShareAsync(cloud);
            _memcached.Open.Should().BePositive();
        }

        await Eventually.TrueAsync(() => _memcached.Open == 0);
    }

    private KeystoneAuthtokenOptions With(KeystoneAuthtokenOptions options, string strategy) => CacheCloud.Options(options, _memcached.Address) with
    {
        MemcacheSecurityStrategy = strategy,
        MemcacheSecretKey = Secret,
    };

    private async Task PostAndShareAsync(Cloud cloud)
    {
        (await cloud.PostAsync(Cloud.NovaToken)).Code.Should().Be(200);
        await Eventually.TrueAsync(() => _memcached.Values.Count == 1);
    }

    private async Task ShouldNotBelieveAsync(Cloud first, string key, byte[] value, string strategy)
    {
        var before = first.Keystone.Validations.Count;
        _memcached.Put(key, value);
        await using var daemon = await Cloud.StartAsync(options => With(options, strategy) with { AuthUrl = first.Keystone.Url }, clock: first.Clock);

        daemon.AddToken(Cloud.NovaToken, Tokens.Nova(first.InAnHour));
        (await daemon.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(daemon);

        daemon.App["X-User-Name"].Should().Be("novavd");
        first.Keystone.Validations.Should().HaveCount(before + 1, "the entry counts as none");
        await Eventually.TrueAsync(() => _memcached.Values[key].Length > 100);
    }
}
