using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Admin;

/// <summary>The listener for operators, beside that for Nova, of the whole daemon.</summary>
internal sealed class AdminListenerTests
{
    private const string Base = "[DEFAULT]\nauth_strategy = noauth\nproviders = Fixture.Dispatch.EchoProvider\n[admin]\nenabled = true\n";
    private const string Page = "/healthcheck";

    private TemporaryFolder _folder = null!;
    private HttpClient _client = null!;

    private string DisabledFile => _folder.Combine("disabled");

    private string DisableByFile => $"{Base}[healthcheck]\nbackends = disable_by_file, disable_by_files_ports\ndisable_by_file_path = {DisabledFile}\n";

    [SetUp]
    public void SetUp()
    {
        _folder = new();
        _client = new(new SocketsHttpHandler { UseProxy = false });
    }

    [TearDown]
    public void TearDown()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void It_is_there_for_this_host_alone_unless_told_otherwise() =>
        new AdminOptions().Should().BeEquivalentTo(new { Enabled = true, Host = "127.0.0.1", Port = 8614 });

    [Test]
    public async Task It_tells_the_reasons_in_every_form()
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile);
        (await BodyAsync(daemon, "text/plain")).Should().Be("OK\nOK");
        (await BodyAsync(daemon, "application/json")).Should().Be("""{"detailed":false,"reasons":["OK","OK"]}""");
        _folder.Write("disabled", "");

        (await BodyAsync(daemon, "text/plain")).Should().Be("DISABLED BY FILE\nOK");
        (await BodyAsync(daemon, "application/json")).Should().Be("""{"detailed":false,"reasons":["DISABLED BY FILE","OK"]}""");
        (await BodyAsync(daemon, "text/html")).Should().Contain("<h2>Result of 2 checks:</h2>").And.Contain("<td>DISABLED BY FILE</td>").And.NotContain(DisabledFile);
    }

    [TestCase("GET", 200, 503)]
    [TestCase("HEAD", 204, 503)]
    [TestCase("POST", 200, 503)]
    public async Task Its_status_is_what_a_load_balancer_gets_of_the_other_listener(string method, int healthy, int unhealthy)
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile);
        async Task<int> StatusAsync(Uri address)
        {
            using var response = await _client.SendAsync(new(new(method), new Uri(address, Page)));
            response.Headers.CacheControl!.NoStore.Should().BeTrue();
            return (int)response.StatusCode;
        }

        (await StatusAsync(daemon.Administration)).Should().Be(healthy).And.Be(await StatusAsync(daemon.Client.BaseAddress!));
        _folder.Write("disabled", "");
        (await StatusAsync(daemon.Administration)).Should().Be(unhealthy).And.Be(await StatusAsync(daemon.Client.BaseAddress!));
    }

    [TestCase("", Page + "?detailed")]
    [TestCase("detailed = true\n", Page)]
    public async Task It_tells_each_check_and_the_process_when_details_are_asked_for(string option, string page)
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile + option);
        _folder.Write("disabled", "");

        using var json = JsonDocument.Parse(await BodyAsync(daemon, "application/json", page));

        json.RootElement.GetProperty("detailed").GetBoolean().Should().BeTrue();
        json.RootElement.GetProperty("platform").GetString().Should().NotBeEmpty();
        json.RootElement.GetProperty("gc").GetProperty("counts").GetArrayLength().Should().Be(3);
        var reason = json.RootElement.GetProperty("reasons")[0];
        reason.GetProperty("reason").GetString().Should().Be("DISABLED BY FILE");
        reason.GetProperty("details").GetString().Should().Be($"Path '{DisabledFile}' was found");
        (await BodyAsync(daemon, "text/plain", page)).Should().Be("DISABLED BY FILE\nOK");
        (await BodyAsync(daemon, "text/html", page)).Should().Contain($"Path &#39;{DisabledFile}&#39; was found").And.Contain("<h1>Server status</h1>");
    }

    [Test]
    public async Task The_file_of_a_port_is_that_of_the_port_that_Nova_asks()
    {
        var file = _folder.Write("disabled", "");
        var everyPort = string.Join(',', Enumerable.Range(1024, 65535 - 1024 + 1).Select(port => $"{port}:{file}-{port}"));
        await using var daemon = await RunningDaemon.StartAsync(
            $"{Base}[healthcheck]\nbackends = disable_by_files_ports\ndisable_by_file_paths = {everyPort}\n");

        _folder.Write($"disabled-{daemon.Administration.Port}", "");
        (await BodyAsync(daemon, "text/plain")).Should().Be("OK");
        _folder.Write($"disabled-{daemon.Client.BaseAddress!.Port}", "");
        (await BodyAsync(daemon, "text/plain")).Should().Be("DISABLED BY FILE");
    }

    [TestCase("POST", "/"), TestCase("POST", "/cloud-init"), TestCase("GET", "/"), TestCase("GET", "/test"), TestCase("GET", "/healthcheck/"), TestCase("GET", "/Healthcheck"), TestCase("GET", "/metrics/"), TestCase("GET", "/Status"), TestCase("GET", "/status/x")]
    public async Task There_is_nothing_else_on_it(string method, string path)
    {
        await using var daemon = await RunningDaemon.StartAsync(Base);
        using var request = new HttpRequestMessage(new(method), new Uri(daemon.Administration, path)) { Headers = { { "X-Identity-Status", "Confirmed" } } };
        if (method == "POST")
            request.Content = new StringContent("""{"project-id":"p"}""", new MediaTypeHeaderValue("application/json"));

        using var response = await _client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.Server.Should().BeEmpty();
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        error.RootElement.GetProperty("error").GetProperty("message").GetString()
            .Should().Be("There is nothing at this path of the admin listener; there are /healthcheck, /metrics and /status.");
    }

    [Test]
    public async Task Whichever_host_a_request_names_it_is_the_connection_that_counts()
    {
        await using var daemon = await RunningDaemon.StartAsync(DisableByFile);
        _folder.Write("disabled", "");

        var stranger = await AskAsync(daemon.Client.BaseAddress!, daemon.Administration.Authority);
        var operators = await AskAsync(daemon.Administration, daemon.Client.BaseAddress!.Authority);

        stranger.Should().Contain("UNAVAILABLE").And.NotContain("DISABLED");
        operators.Should().Contain("DISABLED BY FILE");

        static Task<string> AskAsync(Uri address, string host) =>
            RawHttp.SendAsync(address.ToString(), $"GET {Page} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: {host}\r\nConnection: close\r\n\r\n");
    }

    [Test]
    public async Task A_reload_counts_there_too()
    {
        await using var daemon = await ReloadableDaemon.StartAsync("[admin]\nenabled = true\nport = 0\n");
        var page = new Uri(RunningDaemon.AdministrationIn(daemon.Log), Page);
        (await _client.GetStringAsync(page)).Should().Be("OK");

        daemon.Configure("[admin]\nenabled = true\nport = 1\n[healthcheck]\nbackends = disable_by_file,disable_by_files_ports\n");
        await daemon.ReloadAsync();

        (await _client.GetStringAsync(page)).Should().Be("OK\nOK");
        daemon.Log.Should().Contain("What was read of [admin] port counts from the next restart on");
    }

    [Test]
    public async Task It_ends_with_the_daemon()
    {
        Uri page;
        await using (var daemon = await RunningDaemon.StartAsync(Base))
        {
            page = new(daemon.Administration, Page);
            (await _client.GetStringAsync(page)).Should().Be("OK");
        }

        var ask = () => _client.GetStringAsync(page);
        await ask.Should().ThrowAsync<HttpRequestException>();
    }

    [Test]
    public async Task Switched_off_there_is_none()
    {
        await using var daemon = await RunningDaemon.StartAsync("[DEFAULT]\nauth_strategy = noauth\n[admin]\nenabled = false\nhost = 192.0.2.1\n");

        daemon.Log.Should().Contain("Serving at").And.NotContain("administration").And.NotContain("192.0.2.1");
    }

    [Test]
    public async Task An_address_that_strangers_reach_is_warned_of()
    {
        await using var daemon = await RunningDaemon.StartAsync(Base + "host = 0.0.0.0\n");

        daemon.Log.Split('\n').Should().ContainSingle(line => line.Contains("[admin] host", StringComparison.Ordinal))
            .Which.Should().Contain(" WARN").And.Contain("whoever reaches 0.0.0.0:0 is told the reasons of the daemon's health without a token");
    }

    [Test]
    public async Task A_host_that_is_nowhere_is_named()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync(Base + "host = no-such-host.invalid\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[admin] host: 'no-such-host.invalid' is no address of this machine").And.Contain("127.0.0.1 for this host alone");
    }

    [Test]
    public async Task Connections_that_say_nothing_do_not_keep_the_daemon_from_stopping()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await using (var daemon = await RunningDaemon.StartAsync(Base))
        {
            await socket.ConnectAsync(IPAddress.Loopback, daemon.Administration.Port);
            await socket.SendAsync("GET /healthcheck HTTP/1.1\r\nHost: x\r\n"u8.ToArray());
        }

        // The disposal has waited for the end: the connection is closed or reset.
        var read = () => socket.ReceiveAsync(new byte[16]);
        try
        {
            (await read()).Should().Be(0);
        }
        catch (SocketException)
        {
        }
    }

    private async Task<string> BodyAsync(RunningDaemon daemon, string accept, string page = Page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(daemon.Administration, page));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
