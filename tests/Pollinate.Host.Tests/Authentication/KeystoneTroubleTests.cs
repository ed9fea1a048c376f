using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Keystone trouble".</summary>
internal sealed class KeystoneTroubleTests
{
    private static readonly TimeSpan[] ThreeWaits = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    public static IEnumerable<TestCaseData<RequestDelegate>> WithoutAnswer()
    {
        yield return new(Reply.Drop) { TestName = "{m}(reset)" };
        yield return new(Reply.Close) { TestName = "{m}(closed)" };
    }

    [TestCaseSource(nameof(WithoutAnswer)), Property("Scenario", 40)]
    public async Task A_dropped_validation_is_tried_three_times_more_and_is_503(RequestDelegate drop)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(drop);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().HaveCount(4);
        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Clock.Waits.Should().Equal(ThreeWaits);
    }

    [TestCaseSource(nameof(WithoutAnswer)), Property("Scenario", 40)]
    public async Task A_validation_that_is_dropped_twice_succeeds_at_the_third_try(RequestDelegate drop)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Next(drop, drop);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Should().HaveCount(3);
        cloud.Clock.Waits.Should().Equal(ThreeWaits[..2]);
    }

    [Test, Property("Scenario", 40)]
    public async Task The_waits_between_the_tries_double_up_to_a_minute()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { HttpRequestMaxRetries = 9 });
        cloud.Keystone.Validation.Always(Reply.Drop);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Clock.Waits.Select(wait => wait.TotalSeconds).Should().Equal(0.5, 1, 2, 4, 8, 16, 32, 60, 60);
    }

    [TestCaseSource(nameof(WithoutAnswer)), Property("Scenario", 41)]
    public async Task Without_retries_there_is_one_try(RequestDelegate drop)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { HttpRequestMaxRetries = 0 });
        cloud.Keystone.Validation.Always(drop);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Clock.Waits.Should().BeEmpty();
    }

    [Test, Property("Scenario", 42)]
    public async Task A_Keystone_that_refuses_connections_when_authenticating_is_503_at_once()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.StopKeystoneAsync();

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Clock.Waits.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("got no answer: the connection failed", StringComparison.Ordinal));
    }

    [TestCaseSource(nameof(WithoutAnswer)), Property("Scenario", 42)]
    public async Task A_dropped_authentication_is_503_after_one_try(RequestDelegate drop)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Always(drop);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Clock.Waits.Should().BeEmpty();
    }

    [Test, Property("Scenario", 43)]
    public async Task A_Keystone_that_goes_away_before_a_validation_is_tried_three_times_more()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("other-token", Tokens.Demo(cloud.InAnHour));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        await cloud.StopKeystoneAsync();

        (await cloud.PostAsync("other-token")).ShouldBe503();

        cloud.Clock.Waits.Should().Equal(ThreeWaits);
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase(400), TestCase(403), TestCase(408), TestCase(409), TestCase(410), TestCase(413), TestCase(429)]
    [TestCase(500), TestCase(501), TestCase(502), TestCase(503), TestCase(504)]
    [Property("Scenario", 43)]
    public async Task Any_other_answer_to_a_validation_is_503_after_one_try(int status)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Status(status));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Clock.Waits.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains($"Keystone could not tell whether a token is valid: GET {cloud.Keystone.Url}/v3/auth/tokens answered {status}", StringComparison.Ordinal));
        cloud.Log.Should().Contain(line => line.Contains("Keystone could not tell whether its token is valid", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 43)]
    public async Task A_503_is_not_remembered()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Next(Reply.Status(500));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Should().HaveCount(2);
    }

    [Test]
    public async Task A_Keystone_that_fails_time_after_time_is_asked_three_times_a_second_at_most_until_it_answers()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Status(500));
        for (var times = 0; times < 50; times++)
            (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();
        cloud.Keystone.Validations.Should().HaveCount(CallPause.Threshold);

        cloud.Clock.Advance(CallPause.Length);
        for (var times = 0; times < 50; times++)
            (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();
        cloud.Keystone.Validations.Should().HaveCount(CallPause.Threshold + CallPause.Tries);
        cloud.Log.Where(line => line.Contains("Keystone could not tell whether a token is valid", StringComparison.Ordinal))
            .Should().HaveCount(CallPause.Threshold + CallPause.Tries, "what was not asked is not told");

        cloud.Keystone.Validation.Always(null);
        cloud.Clock.Advance(CallPause.Length);
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Log.Should().ContainSingle(line => line.Contains("Keystone, asked about tokens, answers again.", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_token_that_Keystone_does_not_like_keeps_no_other_token_from_it()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Status(400));
        for (var times = 0; times < 20; times++)
            (await cloud.PostAsync("odd-token")).ShouldBe503();
        cloud.Keystone.Validations.Should().HaveCount(20);

        cloud.Keystone.Validation.Always(null);
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase("3", 3), TestCase("3600", 10)]
    public async Task A_Keystone_that_asks_to_be_left_alone_is_not_asked_for_so_long_up_to_ten_seconds(string retryAfter, int seconds)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Next(async context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            await Reply.Status(429)(context);
        });
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();
        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Should().HaveCount(2);
    }

    [Test, Property("Scenario", 44)]
    public async Task A_Keystone_that_hangs_is_given_up_when_no_timeout_is_configured()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { HttpConnectTimeout = null, HttpRequestMaxRetries = 0 });
        cloud.Keystone.Validation.Always(Reply.Hang);

        var answer = cloud.PostAsync(Cloud.NovaToken);
        await Eventually.TrueAsync(() => cloud.Keystone.Validations.Count == 1);
        cloud.Clock.Advance(TimeSpan.FromSeconds(KeystoneAuthtokenOptions.DefaultConnectTimeoutSeconds));

        (await answer).ShouldBe503();
        cloud.Log.Should().Contain(line => line.Contains("gave no answer within 10 s.", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 44)]
    public async Task A_validation_that_takes_too_long_is_tried_three_times_more_and_is_503()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Hang);

        var answer = cloud.PostAsync(Cloud.NovaToken);
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await Eventually.TrueAsync(() => cloud.Keystone.Validations.Count == attempt);
            cloud.Clock.Advance(TestClock.CallTimeout);
        }

        (await answer).ShouldBe503();
        cloud.Keystone.Validations.Should().HaveCount(4);
        cloud.Clock.Waits.Should().Equal(ThreeWaits);
    }

    [Test, Property("Scenario", 44)]
    public async Task A_body_that_does_not_end_is_given_up_as_well()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { HttpRequestMaxRetries = 0 });
        cloud.Keystone.Validation.Always(async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Reply.Hang(context);
        });

        var answer = cloud.PostAsync(Cloud.NovaToken);
        await Eventually.TrueAsync(() => cloud.Keystone.Validations.Count == 1);
        cloud.Clock.Advance(TestClock.CallTimeout);

        (await answer).ShouldBe503();
    }

    [Test, Property("Scenario", 44)]
    public void The_time_of_a_call_is_the_configured_one() =>
        SessionSettings.TimeoutOf(new KeystoneAuthtokenOptions { HttpConnectTimeout = 3 }).Should().Be(TimeSpan.FromSeconds(3));

    [Test, Property("Scenario", 45)]
    public async Task A_certificate_that_nobody_vouches_for_is_503_and_is_not_tried_again()
    {
        var clock = new TestClock();
        using var certificate = CreateCertificate();
        await using var cloud = await Cloud.StartAsync(keystone: await ScriptedKeystone.StartAsync(clock, certificate: certificate), clock: clock);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Requests.Should().BeEmpty();
        cloud.Clock.Waits.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("the TLS connection failed, or the certificate is not trusted", StringComparison.Ordinal));
    }

    [TestCase(true, false), TestCase(false, true), TestCase(true, true), Property("Scenario", 45)]
    public async Task A_certificate_is_trusted_through_cafile_or_with_insecure(bool withCafile, bool insecure)
    {
        var clock = new TestClock();
        using var folder = new TemporaryFolder();
        using var certificate = CreateCertificate();
        var cafile = withCafile ? folder.Write("ca.pem", certificate.ExportCertificatePem()) : null;
        await using var cloud = await Cloud.StartAsync(
            options => options with { Cafile = cafile, Insecure = insecure },
            keystone: await ScriptedKeystone.StartAsync(clock, certificate: certificate),
            clock: clock);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase("cafile"), TestCase("certfile"), Property("Scenario", 45)]
    public async Task A_TLS_file_that_is_missing_is_refused_at_the_start(string option)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"""
            [keystone_authtoken]
            auth_type = password
            auth_url = https://keystone.invalid:5000
            user_id = u
            password = p
            {option} = /no/such/file.pem
            """);

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain($"[keystone_authtoken] {option} '/no/such/file.pem' does not exist");
    }

    public static IEnumerable<TestCaseData<RequestDelegate>> UnusableAnswers()
    {
        var token = Tokens.Demo(new(2026, 11, 24, 13, 0, 0, TimeSpan.Zero));
        yield return Case("not_JSON", Reply.Text(200, "<html>It works!</html>"));
        yield return Case("an_empty_body", Reply.Empty(200));
        yield return Case("a_truncated_body", Reply.Truncated);
        yield return Case("a_list", Reply.Json(200, "[]"));
        yield return Case("text", Reply.Json(200, "\"token\""));
        yield return Case("null", Reply.Json(200, "null"));
        yield return Case("no_token", Reply.Json(200, "{}"));
        yield return Case("a_token_that_is_text", Reply.Json(200, """{"token": "valid"}"""));
        yield return Case("no_methods", Reply.Json(200, Copy().Without("methods").ToJsonString()));
        yield return Case("methods_that_are_text", Reply.Json(200, Copy().With("methods", "password").ToJsonString()));
        yield return Case("no_user", Reply.Json(200, Copy().Without("user").ToJsonString()));
        yield return Case("a_user_that_is_text", Reply.Json(200, Copy().With("user", "demo").ToJsonString()));
        yield return Case("half_a_character", Reply.Json(200, Copy().ToJsonString().Replace("\"demo\"", "\"\\ud800\"", StringComparison.Ordinal)));
        yield return Case("bytes_that_are_not_UTF_8", Reply.Bytes(200, [.. "{\"token\": {\"methods\": [\""u8, 0xFF, .. "\"]}}"u8]));
        yield return Case("204", Reply.Empty(204));
        yield return Case("300", Reply.Json(300, "{}"));
        yield return Case("a_redirect_to_nowhere", Reply.Empty(302));

        JsonObject Copy() => token.DeepClone().AsObject();

        static TestCaseData<RequestDelegate> Case(string name, RequestDelegate reply) => new(reply) { TestName = $"{{m}}({name})" };
    }

    [TestCaseSource(nameof(UnusableAnswers)), Property("Scenario", 46), Property("Scenario", 47)]
    public async Task An_answer_that_describes_no_token_is_503_after_one_try(RequestDelegate reply)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(reply);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Clock.Waits.Should().BeEmpty();
        cloud.Seen.Should().BeEmpty();
    }

    [TestCase(500), TestCase(404), TestCase(401), Property("Scenario", 48)]
    public async Task Version_3_is_assumed_when_it_cannot_be_asked_for_and_the_path_says_so(int status)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { AuthUrl = options.AuthUrl + "/v3/" });
        cloud.Keystone.Discovery.Always(Reply.Status(status));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Requests.Select(request => request.ToString()).Should().Equal("GET /v3", "POST /v3/auth/tokens", "GET /v3/auth/tokens");
        cloud.Log.Should().Contain(line => line.Contains("so version 3 is assumed from its path", StringComparison.Ordinal));
    }

    [TestCase("", 500), TestCase("", 404), TestCase("/identity/v3", 404), Property("Scenario", 49)]
    public async Task When_it_cannot_be_asked_for_and_the_path_does_not_say_so_it_is_503(string path, int status)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { AuthUrl = options.AuthUrl + path });
        cloud.Keystone.Discovery.Always(Reply.Status(status));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Auths.Should().BeEmpty();
        cloud.Keystone.Discovery.Always(null);
        if (path.Length == 0)
            (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase(null, "/one/v3/auth/tokens"), TestCase("", "/one/v3/auth/tokens"), TestCase("RegionTwo", "/v3/auth/tokens"), Property("Scenario", 50)]
    public async Task Validations_go_to_the_region_of_region_name_or_to_the_first(string? region, string path)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { RegionName = region });
        cloud.Keystone.Catalog = [Tokens.Service(
            "identity", ("internal", "RegionOne", cloud.Keystone.Url + "/one/v3"), ("internal", "RegionTwo", cloud.Keystone.Url + "/v3"))];

        await cloud.PostAsync(Cloud.NovaToken);

        cloud.Keystone.Validations.Should().ContainSingle().Which.Path.Should().Be(path);
    }

    [TestCase("", "/internal/v3/auth/tokens"), TestCase("internal", "/internal/v3/auth/tokens"), TestCase("internalURL", "/internal/v3/auth/tokens")]
    [TestCase("public", "/public/v3/auth/tokens"), TestCase("adminURL", "/admin/v3/auth/tokens")]
    [Property("Scenario", 51)]
    public async Task Validations_go_to_the_endpoint_of_interface_which_is_the_internal_one_when_unset(string kind, string path)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { Interface = kind });
        var url = cloud.Keystone.Url;
        cloud.Keystone.Catalog = [Tokens.Service(
            "identity", ("public", "RegionOne", url + "/public/v3"), ("internal", "RegionOne", url + "/internal/v3"), ("admin", "RegionOne", url + "/admin/v3"))];

        await cloud.PostAsync(Cloud.NovaToken);

        cloud.Keystone.Validations.Should().ContainSingle().Which.Path.Should().Be(path);
    }

    public static IEnumerable<TestCaseData<Func<string, JsonArray>>> CatalogsWithoutKeystone()
    {
        yield return Case("empty", _ => []);
        yield return Case("another_service", url => [Tokens.Service("compute", ("internal", "RegionOne", url + "/v3"))]);
        yield return Case("another_region", url => [Tokens.Service("identity", ("internal", "*", url + "/v3"), ("internal", "regionone", url + "/v3"))]);
        yield return Case("another_interface", url => [Tokens.Service("identity", ("public", "RegionOne", url + "/v3"))]);
        yield return Case("no_address", _ => [Tokens.Service("identity", ("internal", "RegionOne", null))]);
        yield return Case("no_http_address", _ => [Tokens.Service("identity", ("internal", "RegionOne", "ftp://127.0.0.1/v3"))]);
        yield return Case("a_query", url => [Tokens.Service("identity", ("internal", "RegionOne", url + "/v3?a=b"))]);
        yield return Case("a_fragment", url => [Tokens.Service("identity", ("internal", "RegionOne", url + "/v3#a"))]);
        yield return Case("a_break_in_the_port", url => [Tokens.Service("identity", ("internal", "RegionOne", url + "\n/v3"))]);
        yield return Case("another_case", url => [Tokens.Service("Identity", ("internal", "RegionOne", url + "/v3"))]);

        static TestCaseData<Func<string, JsonArray>> Case(string name, Func<string, JsonArray> catalog) => new(catalog) { TestName = $"{{m}}({name})" };
    }

    [Test]
    public async Task An_address_in_the_catalog_with_a_password_in_it_is_not_used_and_not_logged()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Catalog = [Tokens.Service(
            "identity", ("internal", "RegionOne", cloud.Keystone.Url.Replace("://", "://user:marked-password@", StringComparison.Ordinal) + "/v3"))];

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Log.Should().Contain(line => line.Contains("or has a user, a query or a fragment in it", StringComparison.Ordinal))
            .And.NotContain(line => line.Contains("marked-password", StringComparison.Ordinal));
    }

    [TestCaseSource(nameof(CatalogsWithoutKeystone)), Property("Scenario", 51)]
    public async Task A_catalog_without_Keystone_is_503_and_the_next_request_gets_a_new_one(Func<string, JsonArray> catalog)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { RegionName = "RegionOne" });
        cloud.Keystone.Catalog = catalog(cloud.Keystone.Url);

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();
        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Keystone.Validations.Should().BeEmpty();

        cloud.Keystone.Catalog = null;
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Auths.Should().HaveCount(2);
    }

    [TestCase("\n"), TestCase(" "), TestCase("/ \t")]
    public async Task Blanks_around_an_address_in_the_catalog_do_not_count(string blanks)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Catalog = [Tokens.Service("identity", ("internal", "RegionOne", blanks.TrimStart('/') + cloud.Keystone.Url + "/v3" + blanks))];

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase(""), TestCase("/"), TestCase("/v2.0"), TestCase("/v2.0/"), Property("Scenario", 52)]
    public async Task An_address_without_version_3_is_asked_once_where_that_lies(string path)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { AuthType = "v3password" });
        cloud.Keystone.Catalog = [Tokens.Service("identity", ("internal", "RegionOne", cloud.Keystone.Url + path))];
        cloud.AddToken("other-token", Tokens.Demo(cloud.InAnHour));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        (await cloud.PostAsync("other-token")).ShouldBeConfirmed(cloud);

        cloud.Keystone.Requests.Select(request => request.ToString()).Should().Equal(
            "POST /v3/auth/tokens", "GET /", "GET /v3/auth/tokens", "GET /v3/auth/tokens");
        cloud.Keystone.Discoveries.Should().ContainSingle();
    }

    [Test, Property("Scenario", 52)]
    public async Task When_it_cannot_be_asked_the_address_is_used_as_it_is_and_a_404_there_says_nothing_about_the_token()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { AuthType = "v3password" });
        cloud.Keystone.Catalog = [Tokens.Service("identity", ("internal", "RegionOne", cloud.Keystone.Url))];
        cloud.Keystone.Discovery.Next(Reply.Status(500));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();
        cloud.Keystone.Validations.Should().ContainSingle().Which.Path.Should().Be("/auth/tokens");

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase("2.0"), TestCase("4"), TestCase("v3"), Property("Scenario", 53)]
    public async Task Version_3_is_used_whatever_auth_version_says(string version)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { AuthVersion = version });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Requests.Select(request => request.ToString()).Should().Equal("GET /", "POST /v3/auth/tokens", "GET /v3/auth/tokens");
    }

    [TestCase("v2.0", "stable"), TestCase("v3.14", "experimental"), TestCase("v30.1", "stable"), Property("Scenario", 54)]
    public async Task A_Keystone_without_version_3_in_use_is_503(string id, string status)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Discovery.Always(Reply.Json(300, $$$"""
            {"versions": {"values": [{"id": "{{{id}}}", "status": "{{{status}}}", "links": [{"rel": "self", "href": "{{{cloud.Keystone.Url}}}/v3/"}]}]}}
            """));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Auths.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("offers no version 3 of the Identity API", StringComparison.Ordinal));
    }

    [TestCase("""{"versions": {"values": [VERSION]}}"""), TestCase("""{"versions": [VERSION]}"""), TestCase("""{"version": VERSION}"""), Property("Scenario", 55)]
    public async Task A_list_of_versions_is_read_in_any_form_and_its_link_counts_for_its_path_only(string form)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Discovery.Always(Reply.Json(200, form.Replace(
            "VERSION", """{"id": "v3.0", "status": "CURRENT", "links": [{"rel": "self", "href": "http://behind-the-proxy.invalid:35357/v3/"}]}""", StringComparison.Ordinal)));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [TestCase("application/json", "application/json", "{")]
    [TestCase("text/html", "text/html; charset=UTF-8", "<!doctype html>")]
    [TestCase("*/*", "text/html; charset=UTF-8", "<!doctype html>")]
    [TestCase("text/*;q=0.5, application/json;q=0.4", "text/html; charset=UTF-8", "<!doctype html>")]
    [TestCase("text/html;q=0.4, application/json;q=0.5", "application/json", "{")]
    [TestCase("text/html;q=0, */*", "application/json", "{")]
    [TestCase("text/plain", "text/plain; charset=UTF-8", "503 Service Unavailable\n")]
    [TestCase("image/png", "text/plain; charset=UTF-8", "503 Service Unavailable\n")]
    [TestCase("", "text/plain; charset=UTF-8", "503 Service Unavailable\n")]
    [TestCase(null, "text/plain; charset=UTF-8", "503 Service Unavailable\n")]
    [Property("Scenario", 56)]
    public async Task A_503_has_the_form_that_the_request_accepts(string? accept, string contentType, string start)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Status(500));

        var answer = accept is null ? await cloud.PostAsync(Cloud.NovaToken) : await cloud.PostAsync(Cloud.NovaToken, ("Accept", accept));

        answer.ShouldBe503();
        answer.Header("Content-Type").Should().Be(contentType);
        answer.Header("Retry-After").Should().BeNull();
        answer.Body.Should().StartWith(start);
        if (start == "{")
            JsonNode.Parse(answer.Body)!["error"]!["code"]!.GetValue<int>().Should().Be(503);
    }

    [Test, Property("Scenario", 56)]
    public async Task A_503_to_HEAD_has_no_body()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Status(500));

        var answer = await cloud.SendAsync(HttpMethod.Head, "/", Cloud.NovaToken);

        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Body.Should().BeEmpty();
    }

    [TestCase(301), TestCase(302), TestCase(303), TestCase(305), TestCase(307), TestCase(308)]
    public async Task A_redirect_on_the_same_host_is_followed_with_the_same_method_headers_and_body(int status)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Auth.Next(Reply.Redirect(status, "/v3/auth/tokens"));
        cloud.Keystone.Validation.Next(Reply.Redirect(status, cloud.Keystone.Url + "/v3/auth/tokens"));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Auths.Should().HaveCount(2);
        cloud.Keystone.Auths[1].Body.Should().Be(cloud.Keystone.Auths[0].Body);
        cloud.Keystone.Validations.Should().HaveCount(2);
        cloud.Keystone.Validations[1].Header("X-Subject-Token").Should().Be(Cloud.NovaToken);
        cloud.Keystone.Validations[1].Header("X-Auth-Token").Should().Be(cloud.Keystone.OwnTokens.Single());
    }

    [TestCase(301), TestCase(302), TestCase(303), TestCase(305), TestCase(307), TestCase(308)]
    public async Task A_redirect_to_another_host_is_503_and_nothing_is_sent_there(int status)
    {
        await using var cloud = await Cloud.StartAsync();
        await using var stranger = await ScriptedKeystone.StartAsync(cloud.Clock);
        cloud.Keystone.Validation.Next(Reply.Redirect(status, stranger.Url + "/v3/auth/tokens"));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        stranger.Requests.Should().BeEmpty();
        cloud.Clock.Waits.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("tokens are never sent to another host", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_redirect_of_the_authentication_to_another_host_does_not_send_the_password_there()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var stranger = await ScriptedKeystone.StartAsync(cloud.Clock);
        cloud.Keystone.Auth.Next(Reply.Redirect(308, stranger.Url + "/v3/auth/tokens"));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        stranger.Requests.Should().BeEmpty();
    }

    [TestCase("//["), TestCase("http://"), TestCase("http://user:pass@[::1"), TestCase("mailto:nobody"), TestCase("file:///etc/passwd"), TestCase("https:")]
    public async Task A_redirect_to_what_is_no_address_is_503(string location)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Redirect(302, location));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().ContainSingle();
    }

    [Test]
    public async Task Redirects_in_a_circle_end_in_503()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Always(Reply.Redirect(302, "/v3/auth/tokens"));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe503();

        cloud.Keystone.Validations.Should().HaveCount(31);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=keystone", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
