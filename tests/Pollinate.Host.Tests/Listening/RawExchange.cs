using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Pollinate.Host.Tests.Listening;

/// <summary>What a client that keeps to no rule sends, and what comes back until the server closes the connection.</summary>
internal static partial class RawExchange
{
    /// <summary>Far more than any limit of the server's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends bytes.</summary>
    /// <returns>All that came back; what was unsent when the server closed is forgotten.</returns>
    public static async Task<string> SendAsync(int port, byte[] request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        await using var stream = client.GetStream();
        var sending = SendAllAsync(stream, request, patience.Token);
        var answer = await ReadAllAsync(stream, patience.Token);
        await sending;
        return answer;
    }

    /// <summary>Sends the beginning of a request, and then goes away.</summary>
    /// <param name="port">The server's.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="isReset">Whether the connection is reset, or ended as it should be.</param>
    /// <returns>All that came back until the server closed; nothing after a reset.</returns>
    public static async Task<string> BreakOffAsync(int port, byte[] request, bool isReset)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(request, patience.Token);
        if (isReset)
        {
            client.LingerState = new(true, 0);
            return "";
        }

        client.Client.Shutdown(SocketShutdown.Send);
        return await ReadAllAsync(stream, patience.Token);
    }

    /// <summary>Sends one piece and then a byte at a time, for as long as the server listens.</summary>
    /// <returns>All that came back until it closed.</returns>
    public static async Task<string> TrickleAsync(int port, string start, TimeSpan pause)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start), patience.Token);
        var answer = ReadAllAsync(stream, patience.Token);
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(pause, patience.Token)) != answer && !patience.IsCancellationRequested)
                await stream.WriteAsync("a"u8.ToArray(), patience.Token);
        }
        catch (IOException)
        {
            // The server has closed.
        }

        return await answer;
    }

    /// <summary>The statuses in what came back, in order.</summary>
    public static IEnumerable<int> Statuses(string answer) =>
        StatusLine().Matches(answer).Select(match => int.Parse(match.Groups[1].ValueSpan, provider: null));

    private static async Task SendAllAsync(NetworkStream stream, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(request, cancellationToken);
        }
        catch (IOException)
        {
            // The server has heard enough.
        }
    }

    private static async Task<string> ReadAllAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read, cancellationToken);
        }
        catch (IOException)
        {
            // It closed while there was more to read for it.
        }

        return Encoding.Latin1.GetString(read.ToArray());
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d{3})")]
    private static partial Regex StatusLine();
}
