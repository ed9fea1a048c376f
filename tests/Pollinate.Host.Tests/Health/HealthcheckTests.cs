using System.Net;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Health;

internal sealed class HealthcheckTests
{
    private const string Base = "[DEFAULT]\nauth_strategy = noauth\n";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    private string DisabledFile => _folder.Combine("disabled");

    private string DisableByFile => $"{Base}[healthcheck]\nbackends = disable_by_file\ndisable_by_file_path = {DisabledFile}\n";

    [TestCase(null, "text/plain; charset=UTF-8", "OK")]
    [TestCase("text/plain", "text/plain; charset=UTF-8", "OK")]
    [TestCase("image/png", "text/plain; charset=UTF-8", "OK")]
    [TestCase("*/*", "text/plain; charset=UTF-8", "OK")]
    [TestCase("nonsense", "text/plain; charset=UTF-8", "OK")]
    [TestCase("application/json", "application/json", """{"detailed":false,"reasons":[]}""")]
    [TestCase("application/*", "application/json", """{"detailed":false,"reasons":[]}""")]
    [TestCase("text/plain;q=0.3, application/json;q=0.9", "application/json", """{"detailed":false,"reasons":[]}""")]
    public async Task A_healthy_daemon_says_so_in_the_form_that_is_asked_for(string? accept, string contentType, string body)
    {
        await using var daemon = await RunningDaemon.StartAsync(Base);

        using var response = await SendAsync(daemon, HttpMethod.Get, accept);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be(contentType);
        (await response.Content.ReadAsStringAsync()).Should().Be(body);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Test]
    public async Task A_browser_gets_a_page()
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile);

        using var response = await SendAsync(daemon, HttpMethod.Get, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        response.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=UTF-8");
        (await response.Content.ReadAsStringAsync()).Should().Contain("<h2>Result of 0 checks:</h2>").And.NotContain("<td>");
    }

    [TestCase("GET", 200, 503)]
    [TestCase("HEAD", 204, 503)]
    [TestCase("POST", 200, 503)]
    [TestCase("OPTIONS", 200, 503)]
    public async Task The_daemon_is_unhealthy_while_the_file_exists_and_no_longer(string method, int healthy, int unhealthy)
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile);
        async Task<int> StatusAsync()
        {
            using var response = await SendAsync(daemon, new(method), "application/json");
            return (int)response.StatusCode;
        }

        (await StatusAsync()).Should().Be(healthy);
        _folder.Write("disabled", "");
        (await StatusAsync()).Should().Be(unhealthy);
        File.Delete(DisabledFile);
        (await StatusAsync()).Should().Be(healthy);
    }

    [TestCase("")]
    [TestCase("detailed = true\n")]
    public async Task Strangers_are_told_that_something_is_wrong_and_not_what(string option)
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile + option);
        _folder.Write("disabled", "");

        foreach (var query in new[] { "", "?detailed", "?detailed=true" })
        {
            (await BodyAsync(daemon, "text/plain", query)).Should().Be("UNAVAILABLE");
            (await BodyAsync(daemon, "application/json", query)).Should().Be("""{"detailed":false,"reasons":["UNAVAILABLE"]}""");
            (await BodyAsync(daemon, "text/html", query)).Should().Be("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>Healthcheck Status</title></head>
                <body>
                <h2>Result of 1 checks:</h2>
                <table>
                <tr><td>UNAVAILABLE</td></tr>
                </table>
                </body></html>

                """);
        }
    }

    [Test]
    public async Task Strangers_are_not_told_how_many_checks_there_are_either()
    {
        await using var daemon = await RunningDaemon.StartAsync($"{Base}[healthcheck]\nbackends = disable_by_file,disable_by_files_ports\ndetailed = true\n");

        (await BodyAsync(daemon, "text/plain")).Should().Be("OK");
        (await BodyAsync(daemon, "application/json")).Should().Be("""{"detailed":false,"reasons":[]}""");
        (await BodyAsync(daemon, "text/html")).Should().Contain("<h2>Result of 0 checks:</h2>").And.NotContain("Server status");
    }

    [Test]
    public async Task The_file_of_a_port_counts_for_that_port_alone()
    {
        var file = _folder.Write("disabled", "");
        await using var other = await RunningDaemon.StartAsync(
            $"{Base}[healthcheck]\nbackends = disable_by_files_ports\ndisable_by_file_paths = 1:{file}\n");
        (await BodyAsync(other, "text/plain")).Should().Be("OK");

        // The port is known only once it listens, so every port that it may get is named.
        var everyPort = string.Join(',', Enumerable.Range(1024, 65535 - 1024 + 1).Select(port => $"{port}:{file}"));
        await using var daemon = await RunningDaemon.StartAsync(
            $"{Base}[healthcheck]\nbackends = disable_by_files_ports\ndisable_by_file_paths = {everyPort}\n");
        (await BodyAsync(daemon, "text/plain")).Should().Be("UNAVAILABLE");
    }

    [Test]
    public async Task A_check_without_its_option_is_well_and_an_unknown_check_is_passed_over_with_a_warning()
    {
        await using var daemon = await RunningDaemon.StartAsync($"{Base}[healthcheck]\nbackends = disable_by_file,nonsense\n");

        using var response = await SendAsync(daemon, HttpMethod.Get, accept: null);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        daemon.Log.Should().Contain("[healthcheck] backends: 'nonsense' is unknown and passed over");
    }

    [Test]
    public async Task An_entry_that_is_no_port_and_path_stops_the_start()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"{Base}[healthcheck]\ndisable_by_file_paths = 8612,x:/y\n");

        code.Should().Be(1);
        errors.Should().HaveCount(2).And.OnlyContain(error => error.Contains("is not port:path", StringComparison.Ordinal));
    }

    [Test]
    public async Task Exactly_this_path_needs_no_token()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [DEFAULT]
            auth_strategy = keystone
            [keystone_authtoken]
            auth_type = password
            auth_url = http://127.0.0.1:1/v3
            username = u
            password = p
            """);

        (await BodyAsync(daemon, "text/plain")).Should().Be("OK");
        using var other = await daemon.Client.GetAsync("/healthcheck/");
        other.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> BodyAsync(RunningDaemon daemon, string accept, string query = "")
    {
        using var response = await SendAsync(daemon, HttpMethod.Get, accept, query);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningDaemon daemon, HttpMethod method, string? accept, string query = "")
    {
        using var request = new HttpRequestMessage(method, "/healthcheck" + query);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await daemon.Client.SendAsync(request);
    }
}
