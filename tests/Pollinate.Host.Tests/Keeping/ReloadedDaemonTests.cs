using System.Net;
using Pollinate.Host.Tests.Keystone;
using Pollinate.SimulatedCloud;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.Keeping;

/// <summary>What the daemon still has after a reload, and what it has forgotten.</summary>
internal sealed class ReloadedDaemonTests
{
    [Test]
    public async Task A_token_that_was_validated_is_known_after_reloads_and_a_project_is_kept()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();
        var identity = daemon.Cloud.Calls.OfService("identity");

        for (var times = 0; times < 3; times++)
        {
            await daemon.ReloadAsync();
            await daemon.AskWellAsync();
        }

        daemon.Validations.Should().Be(1);
        daemon.Cloud.Calls.OfService("identity").Should().Be(identity, "nothing is asked that is known");
    }

    [Test]
    public async Task A_token_is_known_after_a_reload_with_another_plugin()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();

        daemon.Daemon.Plugins.CopyOver(2);
        await daemon.ReloadAsync();
        await daemon.AskWellAsync();

        daemon.Validations.Should().Be(1);
    }

    [Test]
    public async Task Callers_that_are_known_are_answered_after_a_reload_while_Keystone_is_away()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();
        var stranger = daemon.Cloud.IssueToken(SampleData.Nova, SampleData.Service);

        daemon.TakeAway("identity");
        await daemon.ReloadAsync();

        await daemon.AskWellAsync();
        (await daemon.AskAsync(stranger)).Status.Should().Be(HttpStatusCode.ServiceUnavailable, "nobody knows that token");
    }

    [TestCase("token_cache_time = 299")]
    [TestCase("insecure = true")]
    [TestCase("interface = public")]
    [TestCase("delay_auth_decision = true")]
    [TestCase("enforce_token_bind = strict")]
    [TestCase("service_token_roles = admin")]
    [TestCase("include_service_catalog = false")]
    [TestCase("user_domain_id = default")]
    public async Task A_token_is_validated_anew_after_a_reload_with_other_settings(string authtoken)
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();

        await daemon.ReloadAsync(authtoken);
        await daemon.AskWellAsync();

        daemon.Validations.Should().Be(2);
    }

    [Test]
    public async Task Settings_that_are_as_they_were_again_bring_no_token_back()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();

        await daemon.ReloadAsync("token_cache_time = 299");
        await daemon.ReloadAsync();
        await daemon.AskWellAsync();

        daemon.Validations.Should().Be(2);
    }

    [Test]
    public async Task A_token_of_another_Keystone_is_not_taken()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await using var other = await Cloud.StartAsync(new());
        await daemon.AskWellAsync();

        await daemon.ReloadAsync(other.CredentialOptions, other.CredentialOptions);

        (await daemon.AskAsync(daemon.NovaToken)).Status.Should().Be(HttpStatusCode.Unauthorized);
        await daemon.ReloadAsync();
        await daemon.AskWellAsync();
    }

    [Test]
    public async Task A_reload_that_fails_forgets_nothing()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();
        (await daemon.HasSecretsAsync()).Should().BeTrue();
        var reads = daemon.Cloud.Vault.Reads;

        daemon.Daemon.Configure("[keystone_authtoken]\nauth_type = nonsense\n[DEFAULT]\nauth_strategy = keystone\n");
        await daemon.Daemon.FailToReloadAsync();

        await daemon.AskWellAsync();
        (await daemon.HasSecretsAsync()).Should().BeTrue();
        daemon.Validations.Should().Be(1);
        daemon.Cloud.Vault.Reads.Should().Be(reads);
    }

    [Test]
    public async Task A_caller_who_was_refused_is_asked_about_anew_after_a_reload_and_the_others_are_not()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        var refused = daemon.Cloud.IssueToken(SampleData.DemoUser, SampleData.Demo);
        await daemon.AskWellAsync();
        (await daemon.AskAsync(refused)).Status.Should().Be(HttpStatusCode.Forbidden);
        (await daemon.AskAsync(refused)).Status.Should().Be(HttpStatusCode.Forbidden);
        daemon.Validations.Should().Be(2);

        await daemon.ReloadAsync();
        await daemon.AskWellAsync();
        (await daemon.AskAsync(refused)).Status.Should().Be(HttpStatusCode.Forbidden);

        daemon.Validations.Should().Be(3);
    }

    [Test]
    public async Task The_secrets_serve_on_after_reloads_while_Vault_is_away()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();

        daemon.TakeAway("vault");
        for (var times = 0; times < 3; times++)
        {
            await daemon.ReloadAsync();
            await daemon.AskWellAsync();
        }

        daemon.Daemon.Log.Should().Contain("serve on, for");
    }

    [Test]
    public async Task The_secrets_are_read_anew_after_a_reload()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();
        daemon.Cloud.Vault.Write(SampleData.SecretPath, new() { ["LICENSE_TOKEN_MONASH"] = "another-licence" });
        await daemon.AskWellAsync();

        await daemon.ReloadAsync();
        await daemon.AskWellAsync("another-licence");

        daemon.Cloud.Vault.Reads.Should().Be(2);
    }

    [Test]
    public async Task The_plugins_that_asked_for_what_is_kept_are_out_of_memory_after_reloads()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        for (var times = 0; times < 10; times++)
        {
            await daemon.AskWellAsync();
            await daemon.ReloadAsync();
        }

        await daemon.AskWellAsync();

        daemon.Validations.Should().Be(1);
        await Eventually.TrueAsync(() => InMemory(daemon, "Pollinate.Providers.Keystone") == 1 && InMemory(daemon, "Pollinate.Providers.NvidiaVgpu") == 1);
        daemon.Daemon.Log.Should().NotContain("still in memory");
    }

    [TestCase("path = another")]
    [TestCase("namespace = another")]
    [TestCase("timeout = 9")]
    [TestCase("url = http://127.0.0.1:1")]
    public async Task The_secrets_do_not_serve_under_other_settings_of_Vault(string vault)
    {
        await using var daemon = await KeptDaemon.StartAsync();
        (await daemon.HasSecretsAsync()).Should().BeTrue();

        daemon.TakeAway("vault");
        await daemon.ReloadAsync(vault: vault);

        (await daemon.HasSecretsAsync()).Should().BeFalse();
    }

    [Test]
    public async Task Secrets_that_Vault_denies_do_not_serve_after_a_reload()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        (await daemon.HasSecretsAsync()).Should().BeTrue();

        daemon.Cloud.Vault.DeniesReads = true;
        await daemon.ReloadAsync();

        (await daemon.HasSecretsAsync()).Should().BeFalse();
    }

    [Test]
    public async Task The_daemon_gets_a_token_of_its_own_anew_after_a_reload_and_has_the_old_one_while_it_can_not()
    {
        await using var daemon = await KeptDaemon.StartAsync();
        await daemon.AskWellAsync();
        daemon.Auths.Should().Be(2, "each section has its user");

        await daemon.ReloadAsync();
        (await daemon.AskAsync(daemon.Cloud.IssueToken(SampleData.Nova, SampleData.Service))).Status.Should().Be(HttpStatusCode.OK);
        daemon.Auths.Should().Be(3, "the catalog comes with it, and may be another");

        daemon.Cloud.Faults.Add(new(SimulatedCloud.Faults.FaultKind.Status, "identity") { Method = "POST", Status = 503 });
        await daemon.ReloadAsync();
        (await daemon.AskAsync(daemon.Cloud.IssueToken(SampleData.Nova, SampleData.Service))).Status.Should().Be(HttpStatusCode.OK);
        daemon.Cloud.Faults.Befallen.Should().BePositive();
    }

    private static int InMemory(KeptDaemon daemon, string plugin) =>
        AppDomain.CurrentDomain.GetAssemblies().Count(assembly =>
            !assembly.IsDynamic && assembly.GetName().Name == plugin && assembly.Location.StartsWith(daemon.Daemon.Folder.Path, StringComparison.Ordinal));
}
