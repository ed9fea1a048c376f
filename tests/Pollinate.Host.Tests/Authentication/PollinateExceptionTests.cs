using System.Net;
using System.Net.Http.Headers;
using Pollinate.Host.Authentication;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Pollinate's exceptions".</summary>
internal sealed class PollinateExceptionTests
{
    private const string WithKeystone = $"""
        [keystone_authtoken]
        auth_type = password
        auth_url = http://127.0.0.1:1
        user_id = u
        password = p
        www_authenticate_uri = {Cloud.PublicUrl}
        """;

    [TestCase("GET", "/healthcheck", 200), TestCase("GET", "/healthcheck?x=1", 200), TestCase("POST", "/healthcheck", 200)]
    [TestCase("GET", "/test", 500), TestCase("HEAD", "/test?x", 500)]
    [Property("Scenario", 111)]
    public async Task Health_check_and_test_need_no_token_and_no_Keystone(string method, string path, int status)
    {
        await using var daemon = await RunningDaemon.StartAsync(WithKeystone);
        using var without = new HttpRequestMessage(new(method), path);
        using var bad = new HttpRequestMessage(new(method), path) { Headers = { { "X-Auth-Token", "nobody-knows-me" } } };

        ((int)(await daemon.Client.SendAsync(without)).StatusCode).Should().Be(status);
        ((int)(await daemon.Client.SendAsync(bad)).StatusCode).Should().Be(status);
    }

    [TestCase("/healthcheck/"), TestCase("/healthcheck/x"), TestCase("/Healthcheck"), TestCase("/test/"), TestCase("/TEST"), TestCase("/test/x"), TestCase("//test"), TestCase("/testing")]
    [Property("Scenario", 111)]
    public async Task Whatever_only_looks_like_them_needs_a_token(string path)
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.SendAsync(HttpMethod.Get, path, token: null)).ShouldBe401();

        cloud.Seen.Should().BeEmpty();
    }

    [TestCase("GET", "/nope"), TestCase("POST", "/nope"), TestCase("PUT", "/"), TestCase("GET", "/"), TestCase("OPTIONS", "/"), TestCase("DELETE", "/healthcheck/")]
    [Property("Scenario", 112)]
    public async Task Without_a_token_it_is_401_before_404_and_405(string method, string path)
    {
        await using var daemon = await RunningDaemon.StartAsync(WithKeystone);
        using var request = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative));

        using var answer = await daemon.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).Should().Be(AnswerAssertions.UnauthorizedBody);
        answer.Headers.WwwAuthenticate.ToString().Should().Be($"Keystone uri=\"{Cloud.PublicUrl}\"");
        answer.Headers.Contains("x-openstack-request-id").Should().BeFalse();
    }

    [TestCase("gAAAAA-broken\u0001token"), TestCase("gAAAAA-broken\u0000token"), TestCase("gAAAAA-broken\rtoken")]
    public async Task A_token_that_makes_the_request_malformed_is_not_logged_either(string token)
    {
        await using var daemon = await RunningDaemon.StartAsync($"[DEFAULT]\ndebug = true\n{WithKeystone}");

        var answer = await RawHttp.SendAsync(
            daemon.Client.BaseAddress!.ToString(), $"GET / HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {token}\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 4");
        daemon.Log.Should().NotContain("gAAAAA-broken");
    }

    [Test]
    public async Task No_keys_are_made_and_none_are_looked_for_in_the_home_directory()
    {
        await using var daemon = await RunningDaemon.StartAsync($"[DEFAULT]\ndebug = true\n{WithKeystone}");

        daemon.Log.Should().Contain("Serving at").And.NotContain("DataProtection");
    }

    [TestCase("noauth"), TestCase("testing"), Property("Scenario", 113)]
    public async Task Without_authentication_the_service_believes_what_the_request_says(string strategy)
    {
        await using var daemon = await RunningDaemon.StartAsync($"[DEFAULT]\nauth_strategy = {strategy}\n");

        using var silent = await PostAsync(daemon, status: null);
        silent.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        silent.Headers.WwwAuthenticate.Should().BeEmpty();
        (await silent.Content.ReadAsStringAsync()).Should().Contain("X-Identity-Status header not found in request. Is Keystone auth middleware configured?");

        using var invalid = await PostAsync(daemon, "Invalid");
        invalid.StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        using var confirmed = await PostAsync(daemon, "Confirmed");
        confirmed.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("noauth"), TestCase("testing"), Property("Scenario", 113)]
    public async Task Without_authentication_the_caller_is_whoever_the_headers_say(string strategy)
    {
        await using var cloud = await Cloud.StartAsync(strategy: strategy);

        (await cloud.PostAsync("nobody-knows-me", ("X-Identity-Status", "Confirmed"), ("X-User-Name", "me"), ("X-Roles", "a,b"))).ShouldBeConfirmed(cloud);
        cloud.App.Identity!.Caller.UserName.Should().Be("me");
        cloud.App.Identity.Caller.Roles.Should().Equal("a", "b");
        (await cloud.PostAsync(token: null, ("X-User-Name", "me"))).Code.Should().Be(200);

        cloud.Seen[^1].Identity!.Status.Should().Be(IdentityStatus.Unknown);
        cloud.Seen[^1].Identity!.Caller.UserName.Should().BeNull();
        cloud.Keystone.Requests.Should().BeEmpty();
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningDaemon daemon, string? status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Content = new StringContent("""{"project-id": "p"}""", new MediaTypeHeaderValue("application/json"));
        if (status is not null)
            request.Headers.Add("X-Identity-Status", status);
        return await daemon.Client.SendAsync(request);
    }
}
