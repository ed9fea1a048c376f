using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Pollinate.Host.Admin;
using Pollinate.Host.Telemetry;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Admin;

/// <summary>The page for people, and the same for programs.</summary>
internal sealed class StatusPageTests
{
    private const string Base = "[DEFAULT]\nauth_strategy = noauth\nproviders = Fixture.Dispatch.EchoProvider,Fixture.Dispatch.ThrowingProvider\n[throwing]\nbreaker_threshold = 1\n[admin]\nenabled = true\n";
    private const string Page = "/status";

    private HttpClient _client = null!;

    [SetUp]
    public void SetUp() => _client = new(new SocketsHttpHandler { UseProxy = false });

    [TearDown]
    public void TearDown() => _client.Dispose();

    [Test]
    public async Task Programs_get_the_providers_in_order_with_what_they_did()
    {
        await using var daemon = await RunningDaemon.StartAsync(Base);
        await AskAsync(daemon, 3);

        using var json = JsonDocument.Parse(await _client.GetStringAsync(new Uri(daemon.Administration, Page + "?format=json")));

        var providers = json.RootElement.GetProperty("providers");
        providers.EnumerateArray().Select(provider => provider.GetProperty("name").GetString()).Should().Equal("echo", "throwing");
        providers[0].GetProperty("state").GetString().Should().Be("serving");
        providers[0].GetProperty("version").GetString().Should().NotBeEmpty();
        providers[0].GetProperty("calls").GetInt64().Should().Be(3);
        providers[0].GetProperty("failures").GetInt64().Should().Be(0);
        providers[0].GetProperty("recent").GetProperty("calls").GetInt64().Should().Be(3);
        providers[0].GetProperty("recent").GetProperty("p99_milliseconds").GetDouble().Should().BeGreaterThan(0);
        providers[0].GetProperty("last_failure").ValueKind.Should().Be(JsonValueKind.Null);
        providers[1].GetProperty("state").GetString().Should().Be("left out");
        providers[1].GetProperty("calls").GetInt64().Should().Be(3, "one failed, and it is left out of two");
        providers[1].GetProperty("failures").GetInt64().Should().Be(1);
        providers[1].GetProperty("last_failure").GetString().Should().Be("System.InvalidOperationException: thrown on purpose");
        json.RootElement.GetProperty("requests").GetProperty("calls").GetInt64().Should().Be(3);
        json.RootElement.GetProperty("requests_in_flight").GetInt32().Should().Be(0, "who looks is not counted");
        json.RootElement.GetProperty("generation").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("listeners").EnumerateArray().Select(address => new Uri(address.GetString()!)).Should().Equal(daemon.Client.BaseAddress!);
        json.RootElement.GetProperty("caches").GetArrayLength().Should().Be(CacheTallies.All.Count);
    }

    [TestCase("application/json", "application/json"), TestCase("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"), TestCase("*/*", "text/html"), TestCase("image/png", "text/html")]
    public async Task The_form_is_what_is_asked_for(string accept, string form)
    {
        await using var daemon = await RunningDaemon.StartAsync(Base);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(daemon.Administration, Page));
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await _client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be(form);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'none'; style-src 'sha256-").And.NotContain("unsafe").And.Contain("frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [TestCase("/status"), TestCase("/metrics")]
    public async Task Pages_are_asked_for_with_GET_and_HEAD_alone(string page)
    {
        await using var daemon = await RunningDaemon.StartAsync(Base);
        using var head = await _client.SendAsync(new(HttpMethod.Head, new Uri(daemon.Administration, page)));
        using var post = await _client.PostAsync(new Uri(daemon.Administration, page), content: null);

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        (await head.Content.ReadAsStringAsync()).Should().BeEmpty();
        post.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        post.Content.Headers.Allow.Should().Equal("GET", "HEAD");
    }

    [TestCase("evil.example.org", 403), TestCase("evil.example.org:8614", 403), TestCase("localhost.evil.example.org", 403), TestCase("localhost", 200), TestCase("LOCALHOST:1", 200), TestCase("127.0.0.1", 200), TestCase("[::1]:5", 200)]
    public async Task A_name_that_leads_here_from_a_web_page_is_refused(string host, int status)
    {
        await using var daemon = await RunningDaemon.StartAsync(Base);
        foreach (var page in new[] { "/status", "/metrics", "/healthcheck" })
        {
            var answer = await RawHttp.SendAsync(daemon.Administration.ToString(), $"GET {page} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            answer.Should().StartWith($"HTTP/1.1 {status} ", because: page);
        }
    }

    [Test]
    public async Task Reloads_are_told_with_what_stood_against_them()
    {
        await using var daemon = await ReloadableDaemon.StartAsync("[admin]\nenabled = true\nport = 0\n");
        daemon.Configure("[admin]\nenabled = true\nport = 0\n");
        await daemon.ReloadAsync();
        daemon.Configure("[admin]\nenabled = true\nport = 0\n", providers: "no_such_provider<script>");
        await daemon.FailToReloadAsync();
        var page = new Uri(RunningDaemon.AdministrationIn(daemon.Log), Page);

        using var json = JsonDocument.Parse(await _client.GetStringAsync(new Uri(page, "?format=json")));
        var html = await _client.GetStringAsync(page);

        var reloads = json.RootElement.GetProperty("reloads");
        reloads.EnumerateArray().Select(reload => reload.GetProperty("is_success").GetBoolean()).Should().Equal(false, true);
        reloads[0].GetProperty("text").GetString().Should().Contain("no_such_provider<script>");
        reloads[0].GetProperty("cause").GetString().Should().Be("SIGHUP asks for it");
        json.RootElement.GetProperty("generation").GetInt32().Should().Be(2);
        html.Should().Contain("no_such_provider&lt;script&gt;").And.NotContain("<script");
    }

    [Test]
    public void Whatever_comes_from_elsewhere_is_text_and_no_markup()
    {
        const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=y>&amp;";
        var recent = new StatusRecent(1, 1, 1, 2, [.. Enumerable.Range(0, RecentCalls.Periods).Select(_ => new StatusPoint(1, 1, 2))]);
        var html = StatusHtml.Write(new()
        {
            Version = Hostile,
            Runtime = Hostile,
            Now = DateTimeOffset.UnixEpoch,
            StartedAt = DateTimeOffset.UnixEpoch,
            UptimeSeconds = 0,
            Listeners = [Hostile],
            Generation = 1,
            GenerationsEnding = 1,
            PluginContextsInUse = 1,
            PluginContextsUnloaded = 1,
            RequestsInFlight = 1,
            Requests = recent,
            Providers =
            [
                new()
                {
                    Name = Hostile, Type = Hostile, Version = Hostile, State = Hostile, Required = true, Calls = 1, Failures = 1, InProgress = 1, Waiting = 1,
                    Recent = recent, LastFailureAt = DateTimeOffset.UnixEpoch, LastFailure = Hostile,
                },
            ],
            Caches = [new(Hostile, 1, 1, 1)],
            SharedCache = [new(Hostile, IsUp: false)],
            Reloads = [new(DateTimeOffset.UnixEpoch, Hostile, IsSuccess: false, Hostile)],
        });

        html.Should().NotContain("<script").And.NotContain("<img").And.NotContain("onerror=y>");
        // Each element is closed, and no attribute ends early: but for the void elements of its head it is XML.
        var body = XElement.Parse(html[html.IndexOf("<main>", StringComparison.Ordinal)..(html.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)]);
        body.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct().Should().BeSubsetOf(
            ["main", "h1", "h2", "p", "time", "dl", "div", "dt", "dd", "small", "span", "table", "thead", "tbody", "tr", "th", "td", "svg", "title", "path", "code"]);
        body.DescendantsAndSelf().Attributes().Should().NotContain(attribute => attribute.Name.LocalName.StartsWith("on") || attribute.Name.LocalName == "style");
    }

    private static async Task AskAsync(RunningDaemon daemon, int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Headers = { { "X-Identity-Status", "Confirmed" } }, Content = new StringContent("""{"project-id":"p"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
            using var response = await daemon.Client.SendAsync(request);
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }
}
