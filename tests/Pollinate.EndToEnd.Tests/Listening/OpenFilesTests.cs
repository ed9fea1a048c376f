using System.Net;
using System.Net.Sockets;
using System.Text;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Listening;

/// <summary>More connections than the daemon may have files open: without a descriptor left the runtime ends the process.</summary>
internal sealed class OpenFilesTests
{
    private const int OpenFiles = 300;
    private const string Expected = """{"test":{"OK":"Success"}}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        "POST / HTTP/1.1\r\nHost: x\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{\"project-id\":\"p\"}");

    [Test]
    public async Task A_daemon_that_may_have_few_files_open_takes_fewer_connections_and_lives_on()
    {
        await using var daemon = await PublishedDaemon.StartAsync(
            "[DEFAULT]\nauth_strategy = noauth\nproviders = test\n", within: ["/usr/bin/prlimit", $"--nofile={OpenFiles}:{OpenFiles}"]);
        using var kept = await ConnectAsync(daemon);
        (await AskAsync(kept)).Should().EndWith(Expected);
        List<Socket> idle = [];
        try
        {
            for (var count = 0; count < OpenFiles + 20; count++)
                idle.Add(await ConnectAsync(daemon));

            for (var count = 0; count < 100; count++)
                (await AskAsync(kept)).Should().EndWith(Expected, "it was there before them:\n{0}", daemon.Log);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        // Connections that have gone make room in the daemon's own time.
        var answer = "";
        await Eventually.WaitForAsync("a new connection to be taken", Patience, async () =>
        {
            using var next = await ConnectAsync(daemon);
            answer = await AskQuietlyAsync(next);
            return answer.EndsWith(Expected, StringComparison.Ordinal);
        });
        daemon.Log.Should().Contain("[server] max_connections: the limit of open files allows 75 connections and no more");
        (await daemon.StopAsync()).ExitCode.Should().Be(0);
    }

    private static async Task<string> AskQuietlyAsync(Socket socket)
    {
        try
        {
            return await AskAsync(socket);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static async Task<Socket> ConnectAsync(PublishedDaemon daemon)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, daemon.Address.Port);
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        await socket.SendAsync(Request, patience.Token);
        var answer = "";
        var buffer = new byte[4096];
        while (!answer.EndsWith(Expected, StringComparison.Ordinal) && await socket.ReceiveAsync(buffer, patience.Token) is var read and > 0)
            answer += Encoding.ASCII.GetString(buffer, 0, read);
        return answer;
    }
}
