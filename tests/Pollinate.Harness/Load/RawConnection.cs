using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pollinate.Harness.Load;

/// <summary>
/// One connection that stays open and asks with prepared bytes: the least work that a client can have, since it shares the
/// cores with what it measures. Not safe for several threads.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];

    private RawConnection()
    {
    }

    /// <summary>The body of the last answer, until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <exception cref="SocketException">Nobody listens.</exception>
    public static async Task<RawConnection> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        try
        {
            await connection._socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="IOException">The connection was closed, or the answer says not how long it is.</exception>
    public async ValueTask<int> AskAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..], SocketFlags.None, cancellationToken);

        var filled = 0;
        var end = -1;
        var bodyAt = 0;
        while (end < 0 || filled < end)
        {
            if (filled == _buffer.Length || end > _buffer.Length)
                Array.Resize(ref _buffer, Math.Max(end, _buffer.Length * 2));
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (received == 0)
                throw new IOException("The server closed the connection before its answer was whole.");
            filled += received;
            if (end < 0)
                (bodyAt, end) = Frame(_buffer.AsSpan(0, filled));
        }

        Body = _buffer.AsMemory(bodyAt, end - bodyAt);
        return int.Parse(_buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _socket.Dispose();

    /// <returns>Where the body begins and ends; −1 while the headers are not whole.</returns>
    private static (int Body, int End) Frame(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
            return (0, -1);
        var name = "\r\nContent-Length: "u8;
        var at = answer[..headers].IndexOf(name);
        if (at < 0)
            throw new IOException($"The answer says not how long it is: {Encoding.ASCII.GetString(answer[..headers])}");
        var value = answer[(at + name.Length)..(headers + 2)];
        var length = int.Parse(value[..value.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        return (headers + 4, headers + 4 + length);
    }
}
