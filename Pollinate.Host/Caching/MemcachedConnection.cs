using System.Net.Security;
using System.Net.Sockets;

namespace Pollinate.Host.Caching;

/// <summary>One connection with memcached. For one call at a time.</summary>
internal sealed class MemcachedConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly MemcachedStream _stream;

    private MemcachedConnection(Socket socket, MemcachedStream stream, IMemcachedProtocol protocol)
    {
        _socket = socket;
        _stream = stream;
        Protocol = protocol;
    }

    public IMemcachedProtocol Protocol { get; }

    /// <summary>When the last call on it ended.</summary>
    public long UsedAt { get; set; }

    /// <summary>Nothing may have come between two calls: the server's closing would be that, or what nobody asked for.</summary>
    public bool IsQuiet => !_socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Connects, shakes hands and logs in.</summary>
    public static async Task<MemcachedConnection> OpenAsync(
        MemcachedAddress address, MemcachedSettings settings, CancellationToken cancellationToken)
    {
        var socket = address.EndPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(address.EndPoint, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (settings.Tls is { } tls)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(tls(address.Host), cancellationToken);
            }

            var buffered = new MemcachedStream(stream);
            return new(socket, buffered, await ProtocolAsync(buffered, settings, cancellationToken));
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async ValueTask<IMemcachedProtocol> ProtocolAsync(
        MemcachedStream stream, MemcachedSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Login is not var (username, password))
            return new TextProtocol(stream);
        var protocol = new BinaryProtocol(stream);
        await protocol.AuthenticateAsync(username, password, cancellationToken);
        return protocol;
    }
}
