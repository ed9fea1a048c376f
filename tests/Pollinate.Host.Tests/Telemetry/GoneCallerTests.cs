using System.Net.Sockets;
using System.Text;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Telemetry;

/// <summary>What is said of a caller who did not wait for the answer.</summary>
internal sealed class GoneCallerTests
{
    private const string Body = """{"project-id":"p1"}""";

    [Test]
    public async Task Who_has_gone_is_499_in_the_log_and_in_the_figures()
    {
        using var folder = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(
            folder, "Fixture.Blocking", "blocking\nrequest_timeout = 60", ("OS_ADMIN__ENABLED", "true"), ("OS_ADMIN__PORT", "0"));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        using (var caller = new TcpClient())
        {
            var address = daemon.Client.BaseAddress!;
            await caller.ConnectAsync(address.Host, address.Port);
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST / HTTP/1.1\r\nHost: {address.Authority}\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
        }

        await Eventually.TrueAsync(() => daemon.Errors.Contains("\"POST / HTTP/1.1\" status: 499 ", StringComparison.Ordinal));
        // What is measured comes right after the line.
        var page = await PageAsync();
        for (var further = 0; further < 100 && !page.Knows("pollinate_request_duration_seconds_count"); further++)
            page = await PageAsync();
        page.Sum("pollinate_request_duration_seconds_count", ("status", "499"), ("outcome", "abandoned")).Should().Be(1);
        page.Sum("pollinate_request_duration_seconds_count").Should().Be(1, "no figure says otherwise");

        async Task<PrometheusPage> PageAsync() =>
            new(await client.GetStringAsync(new Uri(RunningDaemon.AdministrationIn(daemon.Errors), "/metrics")));
    }
}
