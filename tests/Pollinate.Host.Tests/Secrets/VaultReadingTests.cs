using System.Text.Json.Nodes;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>What is read from Vault, and how often it is asked.</summary>
internal sealed class VaultReadingTests
{
    [TestCase(2, "secret")]
    [TestCase(1, "kv")]
    public async Task The_map_is_read_from_either_version_of_the_engine(int version, string mount)
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(options => options with { KvVersion = version, MountPoint = mount });

        (await vault.ReadAsync()).Should().BeEquivalentTo(VaultUnderTest.Secrets);
    }

    [Test]
    public async Task A_value_that_is_no_string_is_its_JSON_text()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        vault.Vault.Write(VaultUnderTest.Path, new() { ["n"] = 1, ["t"] = true, ["o"] = new JsonObject { ["a"] = new JsonArray(1, "x") }, ["z"] = null });

        (await vault.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["n"] = "1",
            ["t"] = "true",
            ["o"] = """{"a":[1,"x"]}""",
            ["z"] = "null",
        });
    }

    [Test]
    public async Task A_path_of_several_parts_with_blanks_is_asked_for_as_it_is_written()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(options => options with { Path = "/team a/what?/nova#1/" });
        vault.Vault.Write("team a/what?/nova#1", new() { ["a"] = "b" });

        (await vault.ReadAsync()).Should().ContainKey("a");
    }

    [Test]
    public async Task The_map_is_kept_for_cache_time()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(options => options with { CacheTime = 30 });
        await vault.ReadAsync();
        vault.Vault.Write(VaultUnderTest.Path, new() { ["new"] = "one" });

        vault.Clock.Advance(TimeSpan.FromSeconds(29));
        (await vault.ReadAsync()).Should().BeEquivalentTo(VaultUnderTest.Secrets);
        vault.Vault.Reads.Should().Be(1);
        vault.Clock.Advance(TimeSpan.FromSeconds(1));
        (await vault.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string> { ["new"] = "one" });
        vault.Vault.Reads.Should().Be(2);
    }

    [Test]
    public async Task Without_cache_time_every_request_asks()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(options => options with { CacheTime = 0 });

        await vault.ReadAsync();
        await vault.ReadAsync();

        vault.Vault.Reads.Should().Be(2);
    }

    [Test]
    public async Task A_burst_makes_one_call_and_one_login()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();

        (await vault.BurstAsync()).Should().OnlyContain(map => map.Count == VaultUnderTest.Secrets.Count);
        vault.Vault.Reads.Should().Be(1);
        vault.Vault.Logins.Should().Be(1);
        vault.Expire();
        await vault.BurstAsync();

        vault.Vault.Reads.Should().Be(2);
        vault.Vault.Logins.Should().Be(1);
    }

    [Test]
    public async Task Who_gives_up_does_not_end_the_call_for_the_others()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        var gate = new TaskCompletionSource();
        vault.Vault.Gate = gate.Task;
        using var impatient = new CancellationTokenSource();

        var first = vault.Store.ReadAsync(impatient.Token);
        var second = vault.ReadAsync();
        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await second).Should().NotBeEmpty();
        vault.Vault.Reads.Should().Be(1);
    }

    [Test]
    public async Task A_failure_without_an_earlier_map_is_not_kept()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        vault.Vault.IsSealed = true;
        (await vault.FailureAsync()).Message.Should().Be("vault: GET v1/secret/data/nova-pollinate: Vault is sealed or down for maintenance (503).");
        await vault.FailureAsync();
        vault.Vault.IsSealed = false;

        (await vault.ReadAsync()).Should().NotBeEmpty();
        vault.Said.Should().HaveCount(2);
        vault.Said[0].Should().StartWith("Warning: vault: GET").And.Contain("There are no secrets to serve");
        vault.Said[1].Should().Be("Information: The secrets can be read again.");
    }

    [TestCase("secret", "elsewhere", 2, "Vault has nothing there (404); check [vault] mount_point, path and kv_version.")]
    [TestCase("kv", "elsewhere", 1, "Vault has nothing there (404); check [vault] mount_point, path and kv_version.")]
    [TestCase("secret", "nova-pollinate", 1, "Vault has nothing there (404); check [vault] mount_point, path and kv_version.")]
    public async Task A_path_with_nothing_at_it_is_named(string mount, string path, int version, string message)
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(
            options => options with { MountPoint = mount, Path = path, KvVersion = version });

        var failure = await vault.FailureAsync();

        failure.Message.Should().StartWith("vault: GET v1/").And.EndWith(message);
        failure.IsGone.Should().BeTrue();
    }

    [Test]
    public async Task A_wrong_token_is_refused_and_no_login_tried()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(options => options with { Token = "stolen", Role = "x" });

        var failure = await vault.FailureAsync();

        failure.Message.Should().Be("vault: GET v1/secret/data/nova-pollinate: Vault denied it (403); the token must be valid and its policy allow to read this path.");
        failure.IsRefused.Should().BeTrue();
        vault.Vault.Logins.Should().Be(0);
    }
}
