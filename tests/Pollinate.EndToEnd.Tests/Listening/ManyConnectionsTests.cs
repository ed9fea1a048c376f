using System.Net;
using System.Net.Sockets;
using System.Text;
using Pollinate.EndToEnd.Tests.Daemon;

namespace Pollinate.EndToEnd.Tests.Listening;

/// <summary>Ten thousand clients that want nothing but to be there.</summary>
internal sealed class ManyConnectionsTests
{
    private const int Count = 10_000;

    /// <summary>Several times what it takes; docs/reliability.md has the figure.</summary>
    private const long MostBytesEach = 64 * 1024;

    /// <summary>What the daemon needs for itself, with plugins.</summary>
    private const long MostBytesBeside = 300L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Test]
    public async Task Ten_thousand_idle_connections_keep_nobody_from_being_answered_and_take_a_bounded_memory()
    {
        await using var daemon = await PublishedDaemon.StartAsync("[DEFAULT]\nauth_strategy = noauth\nproviders = test\n");
        using var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = Patience };
        await AskAsync(client, daemon.Address);
        var before = daemon.ResidentBytes;
        var idle = new List<Socket>(Count);
        long during;
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            for (var index = 0; index < Count; index++)
            {
                idle.Add(await ConnectAsync(daemon.Address.Port));
                // Some have begun a request.
                if (index % 4 == 0)
                    await idle[^1].SendAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\nX-A: "));
            }

            var opened = TimeProvider.System.GetElapsedTime(begun);
            var asked = TimeProvider.System.GetTimestamp();
            for (var index = 0; index < 50; index++)
                await AskAsync(client, daemon.Address);
            during = daemon.ResidentBytes;
            TestContext.Out.WriteLine(
                $"{Count} connections in {opened.TotalSeconds:0.0} s; 50 answers on new connections in {TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds:0} ms; " +
                $"{before / 1024} KB before, {during / 1024} KB with them, {(during - before) / Count} bytes each.");
            idle.Count(IsOpen).Should().BeGreaterThan(Count / 2, "they are there while the others are answered");
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        during.Should().BeLessThan(MostBytesBeside + (MostBytesEach * Count));
        await AskAsync(client, daemon.Address);
        daemon.Log.Should().NotContain("ERROR").And.NotContain("WARN");
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return socket;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            socket.Dispose();
            Assert.Ignore($"The limit of open files is too low for {Count} connections.");
            throw;
        }
    }

    private static bool IsOpen(Socket socket) => !socket.Poll(0, SelectMode.SelectRead);

    private static async Task AskAsync(HttpClient client, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent("""{"project-id":"p"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        using var response = await client.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"test":{"OK":"Success"}}""");
    }
}
