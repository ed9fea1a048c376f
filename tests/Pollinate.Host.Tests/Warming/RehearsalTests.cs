using System.Globalization;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Support;
using Pollinate.Host.Tests.Telemetry;
using Pollinate.Host.Tests.Tls;

namespace Pollinate.Host.Tests.Warming;

/// <summary>The daemon's requests to itself over the listener that guests come by, and what is left of them.</summary>
internal sealed class RehearsalTests
{
    private const string NoAuth = "[DEFAULT]\nauth_strategy = noauth\nwarm_up = true\nproviders = Fixture.Dispatch.EchoProvider\n";

    private readonly TemporaryFolder _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Before_the_first_guest_they_have_come_over_TCP_and_neither_the_log_nor_a_figure_knows_of_them()
    {
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, "Fixture.Dispatch", "Fixture.Dispatch.LifeProvider", ("OS_ADMIN__ENABLED", "true"), ("OS_ADMIN__PORT", "0"), ("OS_DEFAULT__DEBUG", "true"));
        using var client = new HttpClient();

        var page = new PrometheusPage(await client.GetStringAsync(new Uri(RunningDaemon.AdministrationIn(daemon.Errors), "/metrics")));

        var port = daemon.Client.BaseAddress!.Port.ToString(CultureInfo.InvariantCulture);
        page.Samples.Where(sample => sample.Labels.GetValueOrDefault("server_port") == port).Should().NotBeEmpty("the server has seen connections there")
            .And.OnlyContain(sample => sample.Value == 0);
        page.Samples.Where(sample => sample.Name.StartsWith("pollinate_request_duration", StringComparison.Ordinal) || sample.Name.StartsWith("pollinate_provider_duration", StringComparison.Ordinal))
            .Should().BeEmpty();
        page.Types.Keys.Should().NotContain(name => name.Contains("rehearsed", StringComparison.Ordinal));
        daemon.Errors.Should().NotContain("\"POST / HTTP").And.NotContain("providers: warm-up");
        (await daemon.AskAsync())["life"]!.GetValue<int>().Should().Be(1, "no provider was called");
        await Keystone.Eventually.TrueAsync(() => daemon.Errors.Contains("\"POST / HTTP", StringComparison.Ordinal));
    }

    [Test]
    public async Task Over_a_unix_socket_they_come_as_well()
    {
        await using var daemon = await RunningDaemon.StartAsync($"{NoAuth}[server]\nunix_socket = {_folder.Combine("s")}\n");

        ShouldServe(daemon);
    }

    [TestCase("")]
    [TestCase("ca_file")]
    public async Task The_daemon_serves_with_TLS_whether_that_asks_itself_for_a_certificate_or_not(string authority)
    {
        using var root = new TestAuthority("root");
        var (certificate, key, _) = root.Sign("pollinate");
        var asked = authority.Length > 0 ? $"{authority} = {_folder.Write("root.pem", root.Pem)}\n" : "";
        await using var daemon = await RunningDaemon.StartAsync($"{NoAuth}[ssl]\ncert_file = {_folder.Write("both.pem", key + certificate)}\n{asked}");

        ShouldServe(daemon);
    }

    [Test]
    public async Task One_connection_at_a_time_is_enough_for_them()
    {
        await using var daemon = await RunningDaemon.StartAsync($"{NoAuth}[server]\nmax_connections = 1\n");

        ShouldServe(daemon);
    }

    private static void ShouldServe(RunningDaemon daemon) =>
        daemon.Log.Should().Contain("Serving at").And.NotContain(" WARN").And.NotContain(" ERROR ").And.NotContain("POST / HTTP").And.NotContain("could not warm up");
}
