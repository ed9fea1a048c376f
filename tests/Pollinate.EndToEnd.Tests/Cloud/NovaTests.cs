using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Keystone;
using Pollinate.EndToEnd.Tests.Nova;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Cloud;

/// <summary>Nova's own client, the published daemon, Debian's Keystone.</summary>
internal sealed class NovaTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PublishedDaemon _daemon = null!;
    private KeystoneClient _keystone = null!;

    private static NovaInstance Instance => new(RealCloud.DemoProjectId);

    [SetUp]
    public async Task SetUp()
    {
        _keystone = new(RealCloud.Keystone.AuthUrl);
        _daemon = await PublishedDaemon.StartAsync(RealCloud.Configuration);
    }

    [TearDown]
    public async Task TearDown()
    {
        _keystone.Dispose();
        await _daemon.DisposeAsync();
    }

    [Test]
    public async Task With_the_right_token_the_guest_gets_what_every_provider_gives()
    {
        var answer = await NovaClient.WithPassword(_daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova).AskAsync(Instance);

        ShouldBeWhole(answer);
    }

    [Test]
    public async Task With_a_wrong_token_the_guest_gets_nothing_and_Nova_says_why()
    {
        var answer = await NovaClient.WithToken(_daemon.Address, "gAAAAABnobody-ever-issued-this").AskAsync(Instance);

        ShouldBeRefused(answer);
        await _daemon.ShouldLogAsync("Keystone does not know its token");
        _daemon.Log.Should().NotContain("nobody-ever-issued-this");
    }

    [Test]
    public async Task With_the_token_of_a_plain_user_of_the_cloud_the_guest_gets_nothing_and_the_log_says_who_asked()
    {
        var token = await _keystone.AuthenticateAsync(KeystoneUser.Member);

        (await PostAsync(token)).Should().Be(HttpStatusCode.Forbidden);
        var answer = await NovaClient.WithToken(_daemon.Address, token).AskAsync(Instance);

        answer.Vendordata!.ToJsonString().Should().Be("""{"pollinate":{}}""");
        answer.Log.Should().Contain("403");
        await _daemon.ShouldLogAsync("the user 'member' (");
        _daemon.Log.Should().Contain($"in the project 'demo' ({RealCloud.DemoProjectId}) of the domain 'Default'")
            .And.Contain("has none of [authorization] required_roles").And.NotContain(token);
        ShouldBeWhole(await NovaClient.WithPassword(_daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova).AskAsync(Instance));
    }

    [Test]
    public async Task Without_a_token_the_guest_gets_nothing_and_Keystone_is_not_asked()
    {
        var answer = await NovaClient.WithoutToken(_daemon.Address).AskAsync(Instance);

        ShouldBeRefused(answer);
        // Before it served, the daemon has asked for itself, and for its providers' services perhaps still does.
        await _daemon.ShouldLogAsync("it came without a token");
        var log = _daemon.Log;
        log[log.IndexOf("Serving at", StringComparison.Ordinal)..].Should()
            .NotContain("Got a token for the user of [keystone_authtoken]").And.NotContain($"GET {RealCloud.Keystone.AuthUrl}/auth/tokens");
    }

    [Test]
    public async Task With_the_wrong_password_for_Keystone_the_guest_gets_nothing()
    {
        var client = NovaClient.WithPassword(_daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova with { Password = "wrong" });

        var answer = await client.AskAsync(Instance);

        answer.Vendordata!.ToJsonString().Should().Be("""{"pollinate":{}}""");
    }

    [Test]
    public async Task With_a_token_that_expires_the_guest_gets_everything_before_and_nothing_after()
    {
        await using var twin = await RealCloud.Keystone.StartTwinAsync(tokenLifetimeSeconds: 8);
        using var issuer = new KeystoneClient(twin.AuthUrl);
        var unused = await issuer.AuthenticateAsync(KeystoneUser.Nova);
        var used = await issuer.AuthenticateAsync(KeystoneUser.Nova);
        (await PostAsync(used)).Should().Be(HttpStatusCode.OK);
        var admin = await _keystone.AuthenticateAsync(KeystoneUser.Admin);
        await Eventually.WaitForAsync("the tokens to expire", Patience, async () => !await _keystone.IsValidAsync(admin, used));

        // The one that was never seen is refused by Keystone, the other by the daemon, which has it in its cache.
        ShouldBeRefused(await NovaClient.WithToken(_daemon.Address, unused).AskAsync(Instance));
        ShouldBeRefused(await NovaClient.WithToken(_daemon.Address, used).AskAsync(Instance));
        _daemon.Log.Should().Contain("Keystone does not know its token").And.Contain("its token has expired");
    }

    [Test]
    public async Task With_a_revoked_token_the_guest_gets_nothing()
    {
        var token = await _keystone.AuthenticateAsync(KeystoneUser.Nova);
        await _keystone.RevokeAsync(await _keystone.AuthenticateAsync(KeystoneUser.Admin), token);

        ShouldBeRefused(await NovaClient.WithToken(_daemon.Address, token).AskAsync(Instance));
    }

    [Test]
    public async Task A_token_that_is_revoked_after_its_use_works_until_it_ages_out_of_the_cache()
    {
        var uncached = await PublishedDaemon.StartAsync(RealCloud.Configuration.Replace(
            "auth_type =", "token_cache_time = -1\nauth_type =", StringComparison.Ordinal));
        await using var _ = uncached;
        var token = await _keystone.AuthenticateAsync(KeystoneUser.Nova);
        ShouldBeWhole(await NovaClient.WithToken(_daemon.Address, token).AskAsync(Instance));
        ShouldBeWhole(await NovaClient.WithToken(uncached.Address, token).AskAsync(Instance));

        await _keystone.RevokeAsync(await _keystone.AuthenticateAsync(KeystoneUser.Admin), token);

        ShouldBeWhole(await NovaClient.WithToken(_daemon.Address, token).AskAsync(Instance));
        ShouldBeRefused(await NovaClient.WithToken(uncached.Address, token).AskAsync(Instance));
    }

    [Test]
    public async Task While_Keystone_is_stopped_known_tokens_work_and_after_it_is_started_all_do()
    {
        var known = await _keystone.AuthenticateAsync(KeystoneUser.Nova);
        var unknown = await _keystone.AuthenticateAsync(KeystoneUser.Nova);
        var nova = NovaClient.WithPassword(_daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova);
        ShouldBeWhole(await NovaClient.WithToken(_daemon.Address, known).AskAsync(Instance));

        await RealCloud.Keystone.StopAsync();
        try
        {
            var whileStopped = await NovaClient.WithToken(_daemon.Address, known).AskAsync(Instance);
            whileStopped.Vendordata![NovaClient.Target]!["test"]!.ToJsonString().Should().Be("""{"OK":"Success"}""");
            (await PostAsync(unknown)).Should().Be(HttpStatusCode.ServiceUnavailable);
            (await nova.AskAsync(Instance)).Vendordata!.ToJsonString().Should().Be("""{"pollinate":{}}""");
            _daemon.Log.Should().Contain("Keystone could not tell whether a token is valid");
        }
        finally
        {
            await RealCloud.Keystone.StartAsync();
        }

        ShouldBeWhole(await NovaClient.WithToken(_daemon.Address, unknown).AskAsync(Instance));
        ShouldBeWhole(await nova.AskAsync(Instance));
    }

    [Test]
    public async Task A_daemon_that_is_started_while_Keystone_is_stopped_works_once_it_is_there()
    {
        await RealCloud.Keystone.StopAsync();
        PublishedDaemon early;
        try
        {
            early = await PublishedDaemon.StartAsync(RealCloud.Configuration);
        }
        finally
        {
            await RealCloud.Keystone.StartAsync();
        }

        await using var _ = early;
        ShouldBeWhole(await NovaClient.WithPassword(early.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova).AskAsync(Instance));
    }

    [Test]
    public async Task Where_Nova_is_told_to_the_boot_fails_with_the_refusal()
    {
        var known = NovaClient.WithPassword(_daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova, isFatal: true);
        var unknown = NovaClient.WithPassword(_daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova with { Password = "wrong" }, isFatal: true);

        ShouldBeWhole(await known.AskAsync(Instance));
        (await unknown.AskAsync(Instance)).Vendordata.Should().BeNull();
    }

    [Test]
    public async Task An_instance_of_a_project_that_Keystone_does_not_know_gets_the_rest()
    {
        var answer = await NovaClient.WithPassword(_daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova)
            .AskAsync(new("00000000000000000000000000000000"));

        answer.Vendordata!.ToJsonString().Should().Be("""{"pollinate":{"test":{"OK":"Success"}}}""");
        _daemon.Log.Should().Contain("Keystone knows no project 00000000000000000000000000000000");
    }

    [Test]
    public async Task Told_to_stop_the_daemon_ends_in_good_order_and_leaves_nothing()
    {
        var (code, left) = await _daemon.StopAsync();

        code.Should().Be(0);
        left.Should().BeEmpty();
        _daemon.Log.Should().Contain("Stopped.");
    }

    private static void ShouldBeWhole(NovaAnswer answer) =>
        answer.Vendordata!.ToJsonString().Should().Be(new JsonObject
        {
            [NovaClient.Target] = new JsonObject
            {
                ["project_info"] = new JsonObject { ["project_id"] = RealCloud.DemoProjectId, ["project_name"] = "demo" },
                ["test"] = new JsonObject { ["OK"] = "Success" },
            },
        }.ToJsonString(), because: answer.Log);

    private static void ShouldBeRefused(NovaAnswer answer)
    {
        answer.Vendordata!.ToJsonString().Should().Be("""{"pollinate":{}}""");
        answer.Log.Should().Contain("401");
    }

    private async Task<HttpStatusCode> PostAsync(string token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _daemon.Address)
        {
            Content = new StringContent(
                new JsonObject { ["project-id"] = RealCloud.DemoProjectId }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Auth-Token", token);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
