using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Pollinate.SimulatedCloud.Fronts;

/// <summary>
/// An address of its own, over TLS, through which a service of the cloud is reached, and whose connections can fail as no
/// answer of a server can. Safe for any thread.
/// </summary>
public sealed class Front : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly FrontCertificates _certificates;
    private readonly ConcurrentDictionary<FrontConnection, bool> _connections = new();
    private readonly int _port;
    private Socket _socket;
    private Task _accepting;
    private IPEndPoint? _cloud;
    private int _mode;
    private int _befallen;

    /// <param name="certificates">What it shows.</param>
    public Front(FrontCertificates certificates)
    {
        _certificates = certificates;
        _socket = Bind(0);
        _port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _socket.Listen();
        _accepting = AcceptAsync(_socket);
    }

    public Uri Address => new($"https://127.0.0.1:{_port}");

    /// <summary>What becomes of its connections.</summary>
    public FrontMode Mode => (FrontMode)Volatile.Read(ref _mode);

    /// <summary>How many calls the mode has befallen since it was set; who is refused is not seen.</summary>
    public int Befallen => Volatile.Read(ref _befallen);

    /// <summary>The address of the cloud, which must be there before the first connection.</summary>
    public void Lead(Uri cloud) => _cloud = new(IPAddress.Loopback, cloud.Port);

    /// <summary>Changes what becomes of its connections. Those that there are, are closed, unless they are to be silent.</summary>
    public async Task BecomeAsync(FrontMode mode)
    {
        var before = (FrontMode)Interlocked.Exchange(ref _mode, (int)mode);
        Volatile.Write(ref _befallen, 0);
        if (before == mode)
            return;
        if (mode == FrontMode.Refusing)
        {
            _socket.Dispose();
            await _accepting;
            // Bound and not listening: connections are refused, and nobody else gets the port.
            _socket = Bind(_port);
        }

        if (mode is not FrontMode.Silent and not FrontMode.Resetting)
            CloseAll();
        if (before == FrontMode.Refusing)
        {
            _socket.Listen();
            _accepting = AcceptAsync(_socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _accepting;
        CloseAll();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void CloseAll()
    {
        foreach (var connection in _connections.Keys)
            connection.Close();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = new FrontConnection(await listener.AcceptAsync());
                _connections[connection] = true;
                _ = ServeAsync(connection);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It no longer listens.
        }
    }

    private async Task ServeAsync(FrontConnection connection)
    {
        try
        {
            if (Mode is FrontMode.Silent or FrontMode.Expired)
                Interlocked.Increment(ref _befallen);
            if (Mode == FrontMode.Silent)
                await connection.WhenClosed;
            await using var client = new SslStream(new NetworkStream(connection.Client, ownsSocket: false));
            await client.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = Mode == FrontMode.Expired ? _certificates.Expired : _certificates.Good,
            });
            await connection.Cloud.ConnectAsync(_cloud!);
            await using var cloud = new NetworkStream(connection.Cloud, ownsSocket: false);
            await Task.WhenAny(AskAsync(client, cloud, connection), AnswerAsync(cloud, client, connection));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or AuthenticationException or InvalidOperationException)
        {
            // One of the two hung up.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Close();
        }
    }

    private async Task AskAsync(SslStream client, NetworkStream cloud, FrontConnection connection)
    {
        var buffer = new byte[BufferSize];
        while (await client.ReadAsync(buffer) is > 0 and var read)
        {
            if (Mode == FrontMode.Silent)
            {
                Interlocked.Increment(ref _befallen);
                await connection.WhenClosed;
            }

            await cloud.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private async Task AnswerAsync(NetworkStream cloud, SslStream client, FrontConnection connection)
    {
        var buffer = new byte[BufferSize];
        while (await cloud.ReadAsync(buffer) is > 0 and var read)
        {
            if (Mode == FrontMode.Silent)
                await connection.WhenClosed;
            if (Mode == FrontMode.Resetting)
            {
                Interlocked.Increment(ref _befallen);
                // The end of the headers and some of the body, or some of the headers; then a reset.
                await client.WriteAsync(buffer.AsMemory(0, read - Math.Min(read / 2, 8)));
                connection.Reset();
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
