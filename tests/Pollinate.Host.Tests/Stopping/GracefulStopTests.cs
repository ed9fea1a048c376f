using System.Net;
using System.Net.Sockets;
using System.Text;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Listening;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Stopping;

/// <summary>What callers see of a daemon that stops. The stop under load is tested with the published daemon.</summary>
internal sealed class GracefulStopTests
{
    private const string Health = "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private const string Request =
        "POST / HTTP/1.1\r\nHost: x\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{\"project-id\":\"p\"}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Test]
    public async Task Until_the_delay_is_over_the_health_says_no_and_everybody_is_answered_and_told_to_close()
    {
        var daemon = await RunningDaemon.StartAsync("""
            [DEFAULT]
            auth_strategy = noauth
            providers = Fixture.Dispatch.FirstProvider
            [first]
            json = {"given":1}
            [server]
            shutdown_delay = 10
            [admin]
            enabled = true
            """);
        var port = daemon.Client.BaseAddress!.Port;
        var administration = new Uri(daemon.Administration, "/healthcheck");
        (await RawExchange.SendAsync(port, Encoding.ASCII.GetBytes(Health))).Should().Contain(" 200 OK");

        var stopping = daemon.DisposeAsync().AsTask();

        var health = "";
        while (!health.Contains(" 503 ", StringComparison.Ordinal))
            health = await RawExchange.SendAsync(port, Encoding.ASCII.GetBytes(Health));
        health.Should().EndWith("UNAVAILABLE");
        // The client says nothing of closing; the exchange ends because the server closes.
        var answer = await RawExchange.SendAsync(port, Encoding.ASCII.GetBytes(Request));
        answer.Should().StartWith("HTTP/1.1 200 OK").And.Contain("Connection: close\r\n").And.EndWith("""{"first":{"given":1}}""");
        using (var client = new HttpClient())
        using (var reasons = await client.GetAsync(administration))
            (await reasons.Content.ReadAsStringAsync()).Should().Be("STOPPING");
        await stopping.WaitAsync(Patience);
        var refused = () => RawExchange.SendAsync(port, Encoding.ASCII.GetBytes(Health));
        (await refused.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
    }

    [Test]
    public async Task A_connection_that_does_nothing_is_closed_after_a_while_and_one_that_asks_meanwhile_is_answered()
    {
        var daemon = await RunningDaemon.StartAsync("[DEFAULT]\nauth_strategy = noauth\nproviders = Fixture.Dispatch.FirstProvider\n[first]\njson = 1\n");
        using var idle = await OpenAsync(daemon);
        using var asking = await OpenAsync(daemon);

        var stopping = daemon.DisposeAsync().AsTask();
        await Task.Delay(200);
        await asking.SendAsync(Encoding.ASCII.GetBytes(Request));

        (await ReadAsync(asking)).Should().Contain("Connection: close\r\n").And.EndWith("""{"first":1}""");
        (await ReadAsync(idle)).Should().BeEmpty();
        await stopping.WaitAsync(Patience);
    }

    [TestCase("never_ending")]
    [TestCase("obstinate")]
    public async Task A_provider_that_never_ends_does_not_hold_up_the_stop(string provider)
    {
        var daemon = await RunningDaemon.StartAsync($"""
            [DEFAULT]
            auth_strategy = noauth
            providers = {provider}
            request_timeout = 0
            [server]
            shutdown_timeout = 1
            """, "Fixture.NeverEnding");
        using var socket = await OpenAsync(daemon);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Request));

        var begun = TimeProvider.System.GetTimestamp();
        await daemon.DisposeAsync().AsTask().WaitAsync(Patience);

        TestContext.Out.WriteLine($"Stopped in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s.");
        (await ReadAsync(socket)).Should().BeEmpty("it has been cut off");
    }

    [Test]
    public async Task A_client_that_never_reads_does_not_hold_up_the_stop()
    {
        var daemon = await RunningDaemon.StartAsync($$"""
            [DEFAULT]
            auth_strategy = noauth
            providers = Fixture.Dispatch.FirstProvider
            [first]
            json = {"text":"{{new string('a', 900_000)}}"}
            [server]
            shutdown_timeout = 1
            """);
        using var socket = await OpenAsync(daemon);
        socket.ReceiveBufferSize = 4096;
        await socket.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Request, 20))));
        await Eventually.TrueAsync(() => socket.Available > 0);

        await daemon.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    /// <summary>A connection that the server has taken.</summary>
    private static async Task<Socket> OpenAsync(RunningDaemon daemon)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, daemon.Client.BaseAddress!.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /healthcheck HTTP/1.1\r\nHost: x\r\n\r\n"));
        var read = "";
        var buffer = new byte[1024];
        while (!read.EndsWith("OK", StringComparison.Ordinal))
            read += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        return socket;
    }

    /// <summary>All that comes until the other side closes.</summary>
    private static async Task<string> ReadAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        var read = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is var length and > 0)
                read.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
        catch (SocketException)
        {
            // It was reset.
        }

        return read.ToString();
    }
}
