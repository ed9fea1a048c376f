using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Pollinate.EndToEnd.Tests.Stopping;

/// <summary>
/// Asks without a pause, by hand: unlike HttpClient it repeats nothing in secret. Ends when it is refused a connection.
/// </summary>
/// <param name="port">Where.</param>
/// <param name="isKeptAlive">Whether it asks over one connection until that is closed, or opens one for each request.</param>
internal sealed partial class LoadClient(int port, bool isKeptAlive)
{
    private const string Expected = """{"test":{"OK":"Success"}}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        "POST / HTTP/1.1\r\nHost: x\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\nContent-Length: 18\r\n" +
        (isKeptAlive ? "" : "Connection: close\r\n") + "\r\n{\"project-id\":\"p\"}");

    private volatile int _answered;

    /// <summary>How many whole answers it has had.</summary>
    public int Answered => _answered;

    /// <summary>What became of requests that were not answered.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>How many connections the other side has closed although it had not said so with its last answer.</summary>
    public int ClosedWithoutAWord { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, CancellationToken.None);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
            {
                return;
            }

            var isOpen = true;
            for (var count = 1; isOpen && !stop.IsCancellationRequested; count++)
                isOpen = await AskAsync(socket, count);
        }
    }

    /// <returns>Whether another request may follow.</returns>
    private async Task<bool> AskAsync(Socket socket, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = "";
        try
        {
            await socket.SendAsync(_request, patience.Token);
            var buffer = new byte[4096];
            while (!IsWhole(answer))
            {
                var read = await socket.ReceiveAsync(buffer, patience.Token);
                if (read == 0)
                    break;
                answer += Encoding.ASCII.GetString(buffer, 0, read);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            answer += $"[{exception.Message}]";
        }

        if (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || !answer.EndsWith(Expected, StringComparison.Ordinal))
        {
            Lost.Add($"request {count} of a connection that is {(isKeptAlive ? "kept alive" : "its own")}: '{answer}'");
            return false;
        }

        Interlocked.Increment(ref _answered);
        if (answer.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase))
            return false;
        if (!isKeptAlive || (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0))
        {
            ClosedWithoutAWord++;
            return false;
        }

        return true;
    }

    private static bool IsWhole(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end > 0 && Length().Match(answer) is { Success: true } length &&
            answer.Length >= end + 4 + int.Parse(length.Groups[1].ValueSpan, provider: null);
    }

    [GeneratedRegex(@"content-length: (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
