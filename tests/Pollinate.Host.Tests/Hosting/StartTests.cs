using System.Net;
using System.Net.Sockets;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Hosting;

internal sealed class StartTests
{
    [Test]
    public async Task Everything_that_stands_against_serving_is_said_at_once()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync("""
            [DEFAULT]
            providers = Fixture.Dispatch.Nobody, Fixture.Dispatch.EchoProvider
            [server]
            port = 99999
            [healthcheck]
            disable_by_file_paths = no-port
            [keystone_authtoken]
            auth_type = password
            """);

        code.Should().Be(1);
        errors.Should().OnlyContain(error => error.StartsWith("nova-pollinate: error: ", StringComparison.Ordinal));
        errors.Should().ContainSingle(error => error.Contains("[server] port: the number must be from 0 to 65535", StringComparison.Ordinal));
        errors.Should().ContainSingle(error => error.Contains("disable_by_file_paths: 'no-port' is not port:path", StringComparison.Ordinal));
        errors.Should().Contain(error => error.Contains("auth_url", StringComparison.Ordinal));
        errors.Should().ContainSingle(error => error.Contains("'Fixture.Dispatch.Nobody' was not found", StringComparison.Ordinal));
    }

    [Test]
    public async Task Errors_of_reading_come_with_file_and_line()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync("[DEFAULT]\nauth_strategy = noauth\ndebug = x\nnonsense\n");

        code.Should().Be(1);
        errors.Should().HaveCount(2);
        errors[0].Should().Contain("test.conf:3: [DEFAULT] debug");
        errors[1].Should().Contain("test.conf:4: ");
    }

    [Test]
    public async Task Without_a_Keystone_the_start_names_what_to_set()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync("");

        code.Should().Be(1);
        errors.Should().Contain(error => error.Contains("[keystone_authtoken]", StringComparison.Ordinal) && error.Contains("auth_type", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (code, errors) = await RunningDaemon.TryStartAsync($"[DEFAULT]\nauth_strategy = noauth\n[server]\nport = {port}\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[server] host and port can't be listened on").And.Contain($"{port}");
    }

    [Test]
    public async Task A_port_of_the_admin_listener_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (code, errors) = await RunningDaemon.TryStartAsync($"[DEFAULT]\nauth_strategy = noauth\n[admin]\nenabled = true\nport = {port}\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[admin] host and port can't be listened on")
            .And.Contain($"{port}").And.EndWith("set [admin] port to a free one, or [admin] enabled = false.");
    }

    [TestCase("127.0.0.1", "127.0.0.1")]
    [TestCase("127.0.0.1", "0.0.0.0")]
    [TestCase("::", "127.0.0.1")]
    public async Task One_port_for_both_listeners_is_refused(string server, string admin)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"""
            [DEFAULT]
            auth_strategy = noauth
            [server]
            host = {server}
            port = 4711
            insecure_noauth = true
            [admin]
            enabled = true
            host = {admin}
            port = 4711
            """);

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[admin] port: 4711 is [server] port, too, and at the same address; choose another one.");
    }

    [TestCase("noauth", "0.0.0.0", "0.0.0.0:0")]
    [TestCase("testing", "::", "[::]:0")]
    [TestCase("noauth", "", "0.0.0.0:0")]
    [TestCase("noauth", "192.0.2.1", "192.0.2.1:0")]
    public async Task Without_authentication_the_daemon_listens_for_this_host_alone(string strategy, string host, string address)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"[DEFAULT]\nauth_strategy = {strategy}\n[server]\nhost = {host}\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Be(
            $"nova-pollinate: error: [DEFAULT] auth_strategy: with {strategy} whoever reaches {address} can be anybody. Set auth_strategy = keystone, " +
            "or [server] host = 127.0.0.1 and restart, or, if nobody but Nova reaches it, [server] insecure_noauth = true.");
    }

    [TestCase("127.0.0.1"), TestCase("127.5.5.5")]
    public async Task Without_authentication_a_loopback_address_is_no_matter(string host)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"[DEFAULT]\nauth_strategy = noauth\n[server]\nhost = {host}\n");

        errors.Should().BeEmpty();
        code.Should().Be(0);
    }

    [Test]
    public async Task Without_authentication_the_operator_can_insist_and_is_warned()
    {
        await using var daemon = await RunningDaemon.StartAsync("[DEFAULT]\nauth_strategy = noauth\n[server]\nhost = 0.0.0.0\ninsecure_noauth = true\n");

        daemon.Log.Should().Contain("[server] insecure_noauth: whoever reaches 0.0.0.0:0 can be anybody; let only Nova reach it.");
    }

    [Test]
    public async Task A_host_that_is_nowhere_is_named()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync("[DEFAULT]\nauth_strategy = noauth\n[server]\nhost = no-such-host.invalid\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[server] host: 'no-such-host.invalid'");
    }

    [Test]
    public async Task A_log_file_that_can_not_be_written_is_named()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync("[DEFAULT]\nauth_strategy = noauth\nlog_file = /no/such/folder/x.log\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[DEFAULT] log_file: /no/such/folder/x.log");
    }

    [Test]
    public async Task A_provider_that_bears_the_name_of_a_section_of_the_daemon_is_refused()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"""
            [DEFAULT]
            auth_strategy = noauth
            plugins_dir = {BuiltPlugins.Fixtures}
            providers = Fixture.Flawed.ReservedSectionProvider
            """);

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[vault]").And.Contain("another name");
    }

    [Test]
    public async Task Warnings_about_the_configuration_are_logged_and_the_daemon_serves()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [DEFAULT]
            auth_strategy = noauth
            provider = x
            [healthcheck]
            backends = magic
            """);

        daemon.Log.Should().Contain("did you mean 'providers'?")
            .And.Contain("[healthcheck] backends: 'magic' is unknown")
            .And.Contain("[DEFAULT] providers is empty")
            .And.Contain("Serving at http://127.0.0.1:");
    }

    [Test]
    public async Task A_providers_section_reaches_it_converted_and_checked()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [DEFAULT]
            auth_strategy = noauth
            providers = Fixture.Dispatch.SettingsProvider
            [settings]
            text = from ${server.host}
            flag = yes
            items = x, y
            key = hunter2
            """);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent("""{"project-id":"p"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        using var response = await daemon.Client.SendAsync(request);

        using var answer = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        answer.RootElement.GetProperty("settings").GetString().Should().Be("settings from 127.0.0.1 7 True x+y hunter2");
        daemon.Log.Should().NotContain("hunter2");
    }

    [Test]
    public async Task A_bad_value_in_a_providers_section_is_refused_like_any_other()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync("[DEFAULT]\nauth_strategy = noauth\n[settings]\nnumber = many\nnumbr = 3\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("test.conf:4: [settings] number: 'many' is not a whole number");
    }
}
