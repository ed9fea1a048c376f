using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.Keystone;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Faults;
using Pollinate.SimulatedCloud.Vault;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>What is served while Vault is away, and what is not served although it was once read.</summary>
internal sealed class VaultOutageTests
{
    public static IEnumerable<TestCaseData<Action<SimulatedVault>>> Outages =>
    [
        new TestCaseData<Action<SimulatedVault>>(vault => vault.BreaksOff = true).SetArgDisplayNames("the connection breaks"),
        new TestCaseData<Action<SimulatedVault>>(vault => vault.IsSealed = true).SetArgDisplayNames("sealed"),
        .. new[] { 500, 502, 504, 429, 307, 400, 404 }.Select(status =>
            new TestCaseData<Action<SimulatedVault>>(vault => vault.Status = status).SetArgDisplayNames($"status {status}, not in Vault's words")),
    ];

    public static IEnumerable<TestCaseData<Action<SimulatedVault>>> Denials =>
    [
        new TestCaseData<Action<SimulatedVault>>(vault => vault.DeniesReads = true).SetArgDisplayNames("denied"),
        new TestCaseData<Action<SimulatedVault>>(vault => vault.Delete(VaultUnderTest.Path)).SetArgDisplayNames("deleted"),
        new TestCaseData<Action<SimulatedVault>>(vault => vault.Destroy(VaultUnderTest.Path)).SetArgDisplayNames("destroyed"),
        new TestCaseData<Action<SimulatedVault>>(vault => vault.Remove(VaultUnderTest.Path)).SetArgDisplayNames("removed"),
    ];

    [TestCaseSource(nameof(Outages))]
    public async Task While_Vault_is_away_the_last_map_serves_on_for_stale_time(Action<SimulatedVault> begin)
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        await vault.ReadAsync();
        begin(vault.Vault);

        vault.Expire();
        (await vault.ReadAsync()).Should().BeEquivalentTo(VaultUnderTest.Secrets);
        vault.Said.Should().ContainSingle().Which.Should().StartWith("Warning: vault: GET v1/secret/data/nova-pollinate: ")
            .And.EndWith(" The secrets read 60 s ago serve on, for 600 s at most.");
        vault.Clock.Advance(TimeSpan.FromSeconds(599));
        (await vault.ReadAsync()).Should().BeEquivalentTo(VaultUnderTest.Secrets);
        vault.Said.Should().HaveCount(1);
        vault.Clock.Advance(TimeSpan.FromSeconds(1));

        (await vault.FailureAsync()).IsAnswer.Should().BeFalse();
        await vault.FailureAsync();
        vault.Said.Should().HaveCount(2);
        vault.Said[1].Should().EndWith("There are no secrets to serve: providers that need them fail until they can be read.");
    }

    [Test]
    public async Task Without_stale_time_nothing_serves_on()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(options => options with { StaleTime = 0 });
        await vault.ReadAsync();
        vault.Vault.IsSealed = true;
        vault.Expire();

        await vault.FailureAsync();
    }

    [Test]
    public async Task Without_secrets_to_serve_a_Vault_that_fails_time_after_time_is_asked_once_a_second()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        vault.Vault.IsSealed = true;
        for (var times = 0; times < 50; times++)
            await vault.FailureAsync();
        vault.Arrived.Should().Be(CachedSecretStore.FailuresWithoutPause);

        vault.Clock.Advance(CachedSecretStore.ShortPause);
        for (var times = 0; times < 50; times++)
            await vault.FailureAsync();
        vault.Arrived.Should().Be(CachedSecretStore.FailuresWithoutPause + 1);

        vault.Vault.IsSealed = false;
        vault.Clock.Advance(CachedSecretStore.ShortPause);
        (await vault.ReadAsync()).Should().BeEquivalentTo(VaultUnderTest.Secrets);
    }

    [Test]
    public async Task A_Vault_that_asks_to_be_left_alone_is()
    {
        await using var cloud = await Cloud.StartAsync(new());
        cloud.Faults.Add(new(FaultKind.Status, "vault") { Status = 429, RetryAfter = "7", Times = 1 });
        await using var store = new StoreUnderTest(
            new(), new() { Url = cloud.VaultUrl, Token = SampleData.VaultToken, Path = SampleData.SecretPath });
        await store.FailureAsync();

        store.Clock.Advance(TimeSpan.FromSeconds(6.9));
        await store.FailureAsync();
        cloud.Calls.OfService("vault").Should().Be(1);
        store.Clock.Advance(TimeSpan.FromSeconds(0.1));
        (await store.ReadAsync()).Should().NotBeEmpty();

        cloud.Calls.OfService("vault").Should().Be(2);
    }

    [Test]
    public async Task When_Vault_is_back_its_map_serves_and_one_line_says_so()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        await vault.ReadAsync();
        vault.Vault.IsSealed = true;
        vault.Expire();
        await vault.ReadAsync();
        vault.Vault.Write(VaultUnderTest.Path, new() { ["new"] = "one" });
        vault.Vault.IsSealed = false;

        vault.Clock.Advance(TimeSpan.FromSeconds(5));
        await vault.ReadAsync();
        await Eventually.TrueAsync(() => vault.Said.Count == 2);

        vault.Said[1].Should().Be("Information: The secrets can be read again.");
        (await vault.ReadAsync()).Should().ContainKey("new");
    }

    [Test]
    public async Task While_Vault_is_away_a_burst_makes_one_attempt_in_a_few_seconds_and_waits_for_none()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        await vault.ReadAsync();
        vault.Expire();
        using (vault.Hang())
        {
            var first = vault.ReadAsync();
            await Eventually.TrueAsync(() => vault.Arrived == 1);
            vault.Clock.Advance(TimeSpan.FromSeconds(10));
            (await first).Should().NotBeEmpty();
            await Eventually.TrueAsync(() => vault.Said.Count == 1);
            vault.Said[0].Should().Contain("Vault did not answer within [vault] timeout.");

            await vault.BurstAsync();
            vault.Arrived.Should().Be(1, "the attempt of a moment ago counts for all");
            vault.Clock.Advance(TimeSpan.FromSeconds(5));
            (await vault.BurstAsync()).Should().OnlyContain(map => map.Count > 0);
            await Eventually.TrueAsync(() => vault.Arrived == 2);
            await vault.BurstAsync();
            vault.Arrived.Should().Be(2);
        }

        vault.Said.Should().HaveCount(1);
    }

    [Test]
    public async Task A_request_waits_a_second_for_a_Vault_that_hangs_and_the_next_ones_not_at_all()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        await vault.ReadAsync();
        vault.Expire();
        using (vault.Hang())
        {
            var first = vault.ReadAsync();
            first.IsCompleted.Should().BeFalse();
            vault.Clock.Advance(TimeSpan.FromSeconds(1));

            (await first).Should().BeEquivalentTo(VaultUnderTest.Secrets);
            vault.ReadAsync().IsCompleted.Should().BeTrue();
        }

        await Eventually.TrueAsync(() => vault.Vault.Reads == 2);
    }

    [Test]
    public async Task A_Vault_that_hangs_is_given_up_after_timeout()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync(options => options with { Timeout = 3 });
        using (vault.Hang())
        {
            var failure = vault.FailureAsync();
            vault.Clock.Advance(TimeSpan.FromSeconds(3));

            (await failure).Message.Should().Be("vault: GET v1/secret/data/nova-pollinate: Vault did not answer within [vault] timeout.");
        }
    }

    [TestCaseSource(nameof(Denials))]
    public async Task What_Vault_denies_or_has_no_longer_is_not_served_on(Action<SimulatedVault> deny)
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        await vault.ReadAsync();
        deny(vault.Vault);
        vault.Expire();

        (await vault.FailureAsync()).IsAnswer.Should().BeTrue();
        await vault.FailureAsync();
        vault.Vault.IsSealed = true;
        await vault.FailureAsync();

        vault.Said[0].Should().StartWith("Warning: ").And.EndWith("That is an answer, so no earlier secrets serve: providers that need them fail until this is changed.");
    }

    [TestCaseSource(nameof(Denials))]
    public async Task What_Vault_denies_when_it_is_back_is_no_longer_served(Action<SimulatedVault> deny)
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        await vault.ReadAsync();
        vault.Vault.IsSealed = true;
        vault.Expire();
        await vault.ReadAsync();
        deny(vault.Vault);
        vault.Vault.IsSealed = false;

        vault.Clock.Advance(TimeSpan.FromSeconds(5));
        await vault.ReadAsync();
        await Eventually.TrueAsync(() => vault.Said.Count == 2);

        (await vault.FailureAsync()).IsAnswer.Should().BeTrue();
    }

    [Test]
    public async Task A_deleted_version_is_named_and_serves_again_when_it_is_undeleted()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();
        vault.Vault.Delete(VaultUnderTest.Path);

        (await vault.FailureAsync()).Message.Should().Be(
            "vault: GET v1/secret/data/nova-pollinate: the newest version of the secret is deleted (404); write a new one, or undelete it.");
        vault.Vault.Undelete(VaultUnderTest.Path);

        (await vault.ReadAsync()).Should().NotBeEmpty();
        vault.Said.Should().HaveCount(2);
    }

    [Test]
    public async Task A_denial_of_the_old_token_while_logins_fail_is_no_answer()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        await vault.ReadAsync();
        vault.Vault.RevokeLogins();
        vault.Vault.IsSealed = true;
        vault.Expire();

        (await vault.ReadAsync()).Should().NotBeEmpty();
    }

    [Test]
    public async Task While_Vault_is_away_a_lease_that_should_be_renewed_is_kept()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync(options => options with { StaleTime = 7200 });
        await vault.ReadAsync();
        vault.Vault.BreaksOff = true;
        vault.Clock.Advance(TimeSpan.FromMinutes(41));
        (await vault.ReadAsync()).Should().NotBeEmpty();
        vault.Vault.BreaksOff = false;
        vault.Clock.Advance(TimeSpan.FromSeconds(5));
        await vault.ReadAsync();
        await Eventually.TrueAsync(() => vault.Said.Count == 2);

        vault.Vault.Logins.Should().Be(1);
        vault.Vault.Renewals.Should().Be(1);
    }
}
