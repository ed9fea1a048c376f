using Pollinate.SimulatedCloud.Vault;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>Logins, their leases, and what is done when Vault no longer takes a token.</summary>
internal sealed class VaultLoginTests
{
    [Test]
    public async Task AppRole_logs_in_with_both_ids()
    {
        await using var vault = await VaultUnderTest.WithAppRoleAsync(options => options with { Role = "has no effect" });

        (await vault.ReadAsync()).Should().BeEquivalentTo(VaultUnderTest.Secrets);
        vault.Vault.Logins.Should().Be(1);
    }

    [Test]
    public async Task Another_mount_of_the_login_is_honoured()
    {
        await using var appRole = await VaultUnderTest.WithAppRoleAsync(options => options with { AuthMount = "approle-2" });
        await using var kubernetes = await VaultUnderTest.WithKubernetesAsync(options => options with { AuthMount = "/cluster-b/" });
        kubernetes.Vault.KubernetesMount = "cluster-b";

        (await kubernetes.ReadAsync()).Should().NotBeEmpty();
        (await appRole.FailureAsync()).Message.Should().Contain("404");
    }

    [Test]
    public async Task The_namespace_is_in_every_call()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync(options => options with { Namespace = "team/nova" });
        vault.Vault.Namespace = "team/nova";

        (await vault.ReadAsync()).Should().NotBeEmpty("login and reading are in the namespace");
        vault.Clock.Advance(TimeSpan.FromMinutes(41));
        await vault.ReadAsync();
        vault.Vault.Renewals.Should().Be(1);
        vault.Vault.Logins.Should().Be(1, "renewing is in the namespace, too");
    }

    [Test]
    public async Task The_service_accounts_token_is_read_at_each_login()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        vault.WriteJwt("stolen");
        var failure = await vault.FailureAsync();
        failure.Message.Should().Be("vault: POST v1/auth/kubernetes/login: Vault refused the login as [vault] role 'nova-pollinate' (403).");
        failure.IsRefused.Should().BeTrue();
        vault.WriteJwt(SampleLogin.Jwt);

        (await vault.ReadAsync()).Should().NotBeEmpty();
    }

    [Test]
    public async Task A_missing_service_accounts_token_is_named()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        File.Delete(vault.JwtFile);

        (await vault.FailureAsync()).Message.Should().Be($"[vault] kubernetes_token_path: {vault.JwtFile} does not exist; write it, or correct the option.");
    }

    [Test]
    public async Task A_wrong_secret_id_is_refused_without_being_shown()
    {
        await using var vault = await VaultUnderTest.WithAppRoleAsync(options => options with { SecretId = "stolen" });

        (await vault.FailureAsync()).Message.Should().Be("vault: POST v1/auth/approle/login: Vault refused the login with [vault] role_id and secret_id (400).");
    }

    [Test]
    public async Task The_lease_is_renewed_by_one_call_when_two_thirds_are_over()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        await vault.ReadAsync();

        vault.Clock.Advance(TimeSpan.FromMinutes(39));
        await vault.BurstAsync();
        vault.Vault.Renewals.Should().Be(0);
        vault.Clock.Advance(TimeSpan.FromMinutes(2));
        await vault.BurstAsync();
        vault.Vault.Renewals.Should().Be(1);
        vault.Clock.Advance(TimeSpan.FromMinutes(39));
        await vault.BurstAsync();

        vault.Vault.Renewals.Should().Be(1, "the lease began anew");
        vault.Vault.Logins.Should().Be(1);
    }

    [Test]
    public async Task A_lease_that_can_not_be_renewed_is_replaced_by_a_login()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        vault.Vault.IsRenewable = false;
        await vault.ReadAsync();

        vault.Clock.Advance(TimeSpan.FromMinutes(41));
        await vault.ReadAsync();

        vault.Vault.Renewals.Should().Be(0);
        vault.Vault.Logins.Should().Be(2);
    }

    [Test]
    public async Task A_renewal_that_fails_falls_back_to_a_login()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        await vault.ReadAsync();
        vault.Vault.RefusesRenewals = true;

        vault.Clock.Advance(TimeSpan.FromMinutes(41));
        (await vault.ReadAsync()).Should().NotBeEmpty();

        vault.Vault.Renewals.Should().Be(1);
        vault.Vault.Logins.Should().Be(2);
        vault.Said.Should().BeEmpty();
    }

    [Test]
    public async Task A_renewal_that_gains_nothing_falls_back_to_a_login()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        vault.Vault.LongestLease = TimeSpan.FromHours(1);
        await vault.ReadAsync();

        vault.Clock.Advance(TimeSpan.FromMinutes(41));
        await vault.ReadAsync();

        vault.Vault.Renewals.Should().Be(1);
        vault.Vault.Logins.Should().Be(2);
    }

    [Test]
    public async Task When_the_login_is_refused_the_token_serves_until_its_lease_ends()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        await vault.ReadAsync();
        vault.Vault.RefusesRenewals = true;
        vault.Vault.RefusesLogins = true;

        vault.Clock.Advance(TimeSpan.FromMinutes(45));
        (await vault.ReadAsync()).Should().NotBeEmpty();
        vault.Expire();
        (await vault.ReadAsync()).Should().NotBeEmpty();
        vault.Said.Should().ContainSingle("it is said once").Which.Should().Be(
            "Warning: vault: POST v1/auth/kubernetes/login: Vault refused the login as [vault] role 'nova-pollinate' (403). The token of the last login still works, for 900 s.");
        vault.Clock.Advance(TimeSpan.FromMinutes(15));

        (await vault.FailureAsync()).IsRefused.Should().BeTrue();
    }

    [Test]
    public async Task A_lease_that_is_over_is_not_renewed_but_replaced()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        await vault.ReadAsync();

        vault.Clock.Advance(TimeSpan.FromHours(2));
        await vault.ReadAsync();

        vault.Vault.Renewals.Should().Be(0);
        vault.Vault.Logins.Should().Be(2);
        vault.Vault.Reads.Should().Be(2);
    }

    [Test]
    public async Task A_lease_of_nothing_does_not_end()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        vault.Vault.Lease = TimeSpan.Zero;
        await vault.ReadAsync();

        vault.Clock.Advance(TimeSpan.FromDays(365));
        await vault.ReadAsync();

        vault.Vault.Logins.Should().Be(1);
        vault.Vault.Renewals.Should().Be(0);
    }

    [Test]
    public async Task A_token_that_was_revoked_is_replaced_by_one_login()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync(options => options with { CacheTime = 0 });
        await vault.ReadAsync();
        vault.Vault.RevokeLogins();

        (await vault.ReadAsync()).Should().NotBeEmpty();

        vault.Vault.Logins.Should().Be(2);
        vault.Vault.Reads.Should().Be(3);
    }

    [Test]
    public async Task A_denial_after_a_fresh_login_is_an_answer_and_does_not_flood_Vault_with_logins()
    {
        await using var vault = await VaultUnderTest.WithKubernetesAsync();
        await vault.ReadAsync();
        vault.Vault.DeniesReads = true;
        vault.Expire();

        (await vault.FailureAsync()).IsRefused.Should().BeTrue();
        vault.Vault.Logins.Should().Be(2);
        for (var request = 0; request < 10; request++)
            await vault.FailureAsync();
        vault.Vault.Logins.Should().Be(2);
        vault.Clock.Advance(TimeSpan.FromSeconds(5));
        await vault.FailureAsync();

        vault.Vault.Logins.Should().Be(3, "a role may have been given another policy meanwhile");
    }
}
