using System.Net;
using System.Text.Json;
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
        (await response.Content.ReadAsStringAsync()).Should().Contain("<h2>Result of 1 checks:</h2>").And.Contain("<td>OK</td>").And.NotContain(DisabledFile);
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

    [Test]
    public async Task The_reason_is_in_every_form_and_the_path_in_none()
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile);
        _folder.Write("disabled", "");

        (await BodyAsync(daemon, "text/plain")).Should().Be("DISABLED BY FILE");
        (await BodyAsync(daemon, "application/json")).Should().Be("""{"detailed":false,"reasons":["DISABLED BY FILE"]}""");
        (await BodyAsync(daemon, "text/html")).Should().Contain("DISABLED BY FILE").And.NotContain(DisabledFile);
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
        (await BodyAsync(daemon, "text/plain")).Should().Be("DISABLED BY FILE");
    }

    [Test]
    public async Task Detailed_answers_tell_each_check_and_the_process()
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile + "detailed = true\n");
        _folder.Write("disabled", "");

        using var json = JsonDocument.Parse(await BodyAsync(daemon, "application/json"));

        json.RootElement.GetProperty("detailed").GetBoolean().Should().BeTrue();
        json.RootElement.GetProperty("platform").GetString().Should().NotBeEmpty();
        json.RootElement.GetProperty("gc").GetProperty("counts").GetArrayLength().Should().Be(3);
        var reason = json.RootElement.GetProperty("reasons")[0];
        reason.GetProperty("reason").GetString().Should().Be("DISABLED BY FILE");
        reason.GetProperty("details").GetString().Should().Be($"Path '{DisabledFile}' was found");
        (await BodyAsync(daemon, "text/plain")).Should().Be("DISABLED BY FILE");
        (await BodyAsync(daemon, "text/html")).Should().Contain($"Path &#39;{DisabledFile}&#39; was found");
    }

    [Test]
    public async Task A_check_without_its_option_is_well_and_an_unknown_check_is_passed_over_with_a_warning()
    {
        await using var daemon = await RunningDaemon.StartAsync($"{Base}[healthcheck]\nbackends = disable_by_file,nonsense\n");

        (await BodyAsync(daemon, "application/json")).Should().Be("""{"detailed":false,"reasons":["OK"]}""");
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

    private static async Task<string> BodyAsync(RunningDaemon daemon, string accept)
    {
        using var response = await SendAsync(daemon, HttpMethod.Get, accept);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningDaemon daemon, HttpMethod method, string? accept)
    {
        using var request = new HttpRequestMessage(method, "/healthcheck");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await daemon.Client.SendAsync(request);
    }
}
