using System.Text.Json.Nodes;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Own token".</summary>
internal sealed class OwnTokenTests
{
    [Test, Property("Scenario", 23)]
    public async Task A_401_to_a_validation_renews_the_own_token_and_asks_once_more()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Next(Reply.Json(401, Sample.Text("validate-401-bad-own-token")));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Requests.Select(request => request.Method).Should().Equal("GET", "POST", "GET", "POST", "GET");
        cloud.Keystone.Validations.Select(request => request.Header("X-Auth-Token")).Should().Equal(cloud.Keystone.OwnTokens);
    }

    [Test, Property("Scenario", 23)]
    public async Task An_own_token_that_was_revoked_is_replaced()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("other-token", Tokens.Demo(cloud.InAnHour));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.RevokeOwnTokens();
        (await cloud.PostAsync("other-token")).ShouldBeConfirmed(cloud);

        cloud.Keystone.Auths.Should().HaveCount(2);
        cloud.Keystone.Validations.Should().HaveCount(3);
        cloud.Log.Should().Contain(line => line.Contains("Keystone refused the daemon's own token; getting a new one.", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 24)]
    public async Task When_every_own_token_is_refused_it_ends_in_503_after_a_few_calls()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Json(401, Sample.Text("validate-401-bad-own-token")));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().HaveCount(3);
        cloud.Keystone.Auths.Should().HaveCount(3);
        cloud.Clock.Waits.Should().BeEmpty();

        cloud.Keystone.Validation.Always(null);
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase(119, 2), TestCase(120, 1), TestCase(125, 1)]
    [Property("Scenario", 25), Property("Scenario", 26)]
    public async Task The_own_token_is_renewed_before_a_validation_when_it_has_less_than_120_s_left(int secondsLeft, int auths)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.OwnTokenLifetime = TimeSpan.FromSeconds(secondsLeft) + OwnTokenSource.LeastTime;
        foreach (var token in (string[])["token-1", "token-2", "token-3"])
        {
            cloud.AddToken(token, Tokens.Demo(cloud.InAnHour));
            (await cloud.PostAsync(token)).ShouldBeConfirmed(cloud);
            if (token == "token-1")
                cloud.Clock.Advance(OwnTokenSource.LeastTime);
        }

        cloud.Keystone.Auths.Should().HaveCount(auths);
        cloud.Keystone.Validations.Should().HaveCount(3);
        cloud.Keystone.Requests[^1].Method.Should().Be("GET");
        cloud.Keystone.Validations[^1].Header("X-Auth-Token").Should().Be(cloud.Keystone.OwnTokens.Last());
    }

    [Test]
    public async Task A_new_own_token_serves_for_some_seconds_though_it_has_expired_by_the_daemons_clock()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.OwnTokenLifetime = TimeSpan.FromHours(-2);
        foreach (var token in (string[])["token-1", "token-2", "token-3"])
            cloud.AddToken(token, Tokens.Demo(cloud.InAnHour));

        (await cloud.PostAsync("token-1")).ShouldBeConfirmed(cloud);
        (await cloud.PostAsync("token-2")).ShouldBeConfirmed(cloud);
        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Clock.Advance(OwnTokenSource.LeastTime);
        (await cloud.PostAsync("token-3")).ShouldBeConfirmed(cloud);

        cloud.Keystone.Auths.Should().HaveCount(2);
    }

    [Test]
    public async Task When_Keystone_gives_no_token_time_after_time_it_is_asked_less_often_and_again_at_once_when_it_is_well()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Always(Reply.Status(401));
        for (var times = 0; times < 50; times++)
            (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Auths.Should().HaveCount(CallPause.Threshold);
        cloud.Log.Should().ContainSingle(line => line.Contains("Keystone, asked for a token of [keystone_authtoken], has failed 5 times in a row", StringComparison.Ordinal));
        cloud.Log.Where(line => line.Contains("Got no token for the user", StringComparison.Ordinal)).Should().HaveCount(CallPause.Threshold);
        cloud.Keystone.Auth.Always(null);
        cloud.Clock.Advance(CallPause.Length);
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Log.Should().ContainSingle(line => line.Contains("Keystone, asked for a token of [keystone_authtoken], answers again.", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 25)]
    public async Task The_own_token_is_renewed_when_it_grows_old()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("token-2", Tokens.Demo(cloud.InAnHour.AddHours(1)));
        cloud.AddToken("token-3", Tokens.Demo(cloud.InAnHour.AddHours(1)));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(120));
        (await cloud.PostAsync("token-2")).ShouldBeConfirmed(cloud);
        cloud.Keystone.Auths.Should().ContainSingle();

        cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        (await cloud.PostAsync("token-3")).ShouldBeConfirmed(cloud);
        cloud.Keystone.Auths.Should().HaveCount(2);
        cloud.Keystone.Discoveries.Should().ContainSingle("where version 3 lies is known");
    }

    [Test, Property("Scenario", 27)]
    public async Task Many_who_need_an_own_token_at_once_cause_one_authentication()
    {
        await using var cloud = await Cloud.StartAsync();
        var gate = new TaskCompletionSource();
        cloud.Keystone.Discovery.Next(Reply.After(gate.Task, Reply.Json(300, Sample.TextAt("keystone-discovery-root", cloud.Keystone.Url))));
        var tokens = Enumerable.Range(1, 50).Select(number => $"token-{number}").ToArray();
        foreach (var token in tokens)
            cloud.AddToken(token, Tokens.Demo(cloud.InAnHour));

        var answers = tokens.Select(token => cloud.PostAsync(token)).ToArray();
        await Eventually.TrueAsync(() => cloud.Keystone.Discoveries.Count == 1);
        gate.SetResult();

        (await Task.WhenAll(answers)).Should().OnlyContain(answer => answer.Code == 200);
        cloud.Keystone.Discoveries.Should().ContainSingle();
        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Keystone.Validations.Should().HaveCount(50);
    }

    [Test, Property("Scenario", 28)]
    public async Task A_wrong_password_is_503_and_the_log_says_what_to_correct()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Always(Reply.Json(401, Sample.Text("auth-401-unknown-user")));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Keystone.Validations.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("Keystone refused the credentials of [keystone_authtoken]", StringComparison.Ordinal));
    }

    [TestCase(404), Property("Scenario", 29)]
    [TestCase(400), TestCase(403), TestCase(409), TestCase(429), TestCase(500), TestCase(502), TestCase(503), TestCase(504), Property("Scenario", 30)]
    public async Task Any_other_refusal_to_authenticate_is_503_after_one_call(int status)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Always(Reply.Status(status));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Clock.Waits.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains($"answered {status}.", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 31)]
    public async Task A_201_without_X_Subject_Token_is_503()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Always(Reply.Json(201, Sample.Text("auth-password-project-service-pollinate")));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Log.Should().Contain(line => line.Contains("without the header X-Subject-Token", StringComparison.Ordinal));
    }

    [TestCase(""), TestCase("<html>"), TestCase("[]"), TestCase("{}"), TestCase("""{"token": null}"""), TestCase("""{"token": {}}""")]
    [TestCase("""{"token": {"expires_at": "soon"}}""")]
    [Property("Scenario", 31)]
    public async Task A_201_whose_body_is_no_token_is_503(string body)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Always(async context =>
        {
            context.Response.Headers["X-Subject-Token"] = "gAAAAA-own";
            await Reply.Json(201, body)(context);
        });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("Got no token for the user of [keystone_authtoken]", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 31)]
    public async Task An_authentication_that_takes_too_long_is_503_and_is_not_tried_again()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Always(Reply.Hang);

        var answer = cloud.PostAsync(Cloud.NovaToken);
        await Eventually.TrueAsync(() => cloud.Keystone.Auths.Count == 1);
        cloud.Clock.Advance(TestClock.CallTimeout);

        (await answer).ShouldBe503();
        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Clock.Waits.Should().BeEmpty();
    }

    [Test, Property("Scenario", 32)]
    public async Task A_user_who_may_not_validate_is_503_and_the_log_says_so()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Json(403, Sample.Text("validate-403-caller-not-allowed")));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Log.Should().Contain(line => line.Contains("the user of [keystone_authtoken] may not validate tokens", StringComparison.Ordinal));
    }

    public static IEnumerable<TestCaseData<Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions>, string>> Bodies()
    {
        yield return Case(
            "Names", options => options,
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "name": "pollinate", "domain": {"name": "Default"}}}}, "scope": {"project": {"name": "service", "domain": {"name": "Default"}}}}""");
        yield return Case(
            "Ids_of_domains_before_their_names", options => options with { UserDomainId = "d1", ProjectDomainId = "d2" },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "name": "pollinate", "domain": {"id": "d1"}}}}, "scope": {"project": {"name": "service", "domain": {"id": "d2"}}}}""");
        yield return Case(
            "Ids_before_names", options => options with { UserId = "u", ProjectId = "p" },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "id": "u"}}}, "scope": {"project": {"id": "p"}}}""");
        yield return Case(
            "A_default_domain", options => options with { UserDomainName = null, ProjectDomainName = null, DefaultDomainId = "default" },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "name": "pollinate", "domain": {"id": "default"}}}}, "scope": {"project": {"name": "service", "domain": {"id": "default"}}}}""");
        yield return Case(
            "A_domain", options => options with { UserId = "u", ProjectName = null, DomainName = "Default" },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "id": "u"}}}, "scope": {"domain": {"name": "Default"}}}""");
        yield return Case(
            "A_trust", options => options with { UserId = "u", ProjectName = null, TrustId = "t" },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "id": "u"}}}, "scope": {"OS-TRUST:trust": {"id": "t"}}}""");
        yield return Case(
            "The_system", options => options with { UserId = "u", ProjectName = null, SystemScope = "all" },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "id": "u"}}}, "scope": {"system": {"all": true}}}""");
        yield return Case(
            "A_project_before_the_system", options => options with { UserId = "u", ProjectId = "p", SystemScope = "all" },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "id": "u"}}}, "scope": {"project": {"id": "p"}}}""");
        yield return Case(
            "No_scope", options => options with { UserId = "u", ProjectName = null },
            """{"identity": {"methods": ["password"], "password": {"user": {"password": "s3cret-passw0rd", "id": "u"}}}}""");
        yield return Case(
            "A_token", options => options with { AuthType = "token", Token = "given-token" },
            """{"identity": {"methods": ["token"], "token": {"id": "given-token"}}, "scope": {"project": {"name": "service", "domain": {"name": "Default"}}}}""");

        static TestCaseData<Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions>, string> Case(
            string name, Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions> change, string auth) => new(change, auth) { TestName = name };
    }

    [TestCaseSource(nameof(Bodies)), Property("Scenario", 33)]
    public async Task It_authenticates_with(Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions> change, string auth)
    {
        await using var cloud = await Cloud.StartAsync(change);

        await cloud.PostAsync(Cloud.NovaToken);

        var post = cloud.Keystone.Auths.Should().ContainSingle().Subject;
        post.ToString().Should().Be("POST /v3/auth/tokens");
        post.Header("Content-Type").Should().Be("application/json");
        post.Header("Accept").Should().Be("application/json");
        post.Header("X-Auth-Token").Should().BeNull();
        JsonNode.DeepEquals(JsonNode.Parse(post.Body)!["auth"], JsonNode.Parse(auth)).Should().BeTrue(because: post.Body);
    }

    [Test, Property("Scenario", 34)]
    public async Task An_application_credential_asks_for_no_versions_and_sends_no_scope()
    {
        await using var cloud = await Cloud.StartAsync(options => new()
        {
            AuthType = "v3applicationcredential",
            AuthUrl = options.AuthUrl,
            ApplicationCredentialId = "i",
            ApplicationCredentialSecret = Cloud.Password,
            ProjectName = "service",
        });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Requests.Select(request => request.ToString()).Should().Equal("POST /v3/auth/tokens", "GET /v3/auth/tokens");
        JsonNode.DeepEquals(
            JsonNode.Parse(cloud.Keystone.Auths.Single().Body),
            JsonNode.Parse("""{"auth": {"identity": {"methods": ["application_credential"], "application_credential": {"secret": "s3cret-passw0rd", "id": "i"}}}}"""))
            .Should().BeTrue();
    }

    [Test, Property("Scenario", 34)]
    public async Task An_application_credential_by_name_comes_with_its_user()
    {
        await using var cloud = await Cloud.StartAsync(options => new()
        {
            AuthType = "v3applicationcredential",
            AuthUrl = options.AuthUrl,
            ApplicationCredentialName = "n",
            ApplicationCredentialSecret = Cloud.Password,
            Username = "pollinate",
            UserDomainName = "Default",
        });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        JsonNode.DeepEquals(
            JsonNode.Parse(cloud.Keystone.Auths.Single().Body)!["auth"]!["identity"]!["application_credential"],
            JsonNode.Parse("""{"secret": "s3cret-passw0rd", "name": "n", "user": {"name": "pollinate", "domain": {"name": "Default"}}}"""))
            .Should().BeTrue();
    }

    [TestCase("v3password", ""), TestCase("v3password", "/v3"), TestCase("v3password", "/v3/"), TestCase("v3token", "/v3")]
    [Property("Scenario", 35)]
    public async Task A_plugin_of_version_3_asks_for_no_versions_and_takes_the_address_with_or_without_v3(string plugin, string path)
    {
        await using var cloud = await Cloud.StartAsync(options =>
            options with { AuthType = plugin, Token = "given-token", AuthUrl = options.AuthUrl + path });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Requests.Select(request => request.ToString()).Should().Equal("POST /v3/auth/tokens", "GET /v3/auth/tokens");
    }

    [TestCase("auth_url = http://keystone.invalid:5000", "[keystone_authtoken] auth_type is not set"), Property("Scenario", 36)]
    [TestCase("auth_url = http://keystone.invalid:5000\nauth_type = magic", "[keystone_authtoken] auth_type is 'magic', which is not known"), Property("Scenario", 37)]
    [TestCase("auth_type = password\nusername = u\npassword = p", "[keystone_authtoken] auth_url is not set")]
    [TestCase("auth_url = keystone\nauth_type = password\nusername = u\npassword = p", "[keystone_authtoken] auth_url is not an address")]
    [TestCase("auth_url = http://keystone.invalid:5000\nauth_type = password\nusername = u", "[keystone_authtoken] password is not set")]
    [TestCase("auth_url = http://keystone.invalid:5000\nauth_type = password\nusername = u\npassword = p\ndomain_id = d\nproject_id = p", "[keystone_authtoken] sets more than one scope (domain, project)")]
    [TestCase("auth_section = nowhere", "[keystone_authtoken] auth_section is 'nowhere', which is not a section with credentials"), Property("Scenario", 39)]
    [TestCase("auth_section = service_auth", "[service_auth] auth_type is not set")]
    public async Task What_cannot_work_is_refused_at_the_start(string options, string problem)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"[keystone_authtoken]\n{options}\n");

        code.Should().Be(1);
        errors.Should().Contain(error => error.Contains(problem, StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 38)]
    public async Task The_credentials_come_from_the_section_that_auth_section_names()
    {
        var clock = new TestClock();
        var keystone = await ScriptedKeystone.StartAsync(clock);
        await using var cloud = await Cloud.StartAsync(
            _ => new() { AuthSection = KeystoneSection.ServiceAuth },
            options => options with { AuthType = "v3password", AuthUrl = keystone.Url, UserId = "of-service-auth", Password = Cloud.Password, ProjectId = "p" },
            keystone: keystone,
            clock: clock);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Auths.Single().Body.Should().Contain("of-service-auth");
        (await cloud.PostAsync(null)).ShouldBe401(uri: keystone.Url);
    }
}
