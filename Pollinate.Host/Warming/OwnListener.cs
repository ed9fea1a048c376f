using System.Net;
using System.Net.Sockets;

namespace Pollinate.Host.Warming;

/// <summary>
/// A client of the daemon's for one of its own addresses: TCP or a unix socket, with TLS or without. It has one connection, which
/// even the least <c>max_connections</c> allows.
/// </summary>
internal static class OwnListener
{
    /// <summary>It is this process that answers; when it does not, something stands between, and waiting is in vain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <param name="address">As the server says it, such as <c>http://0.0.0.0:8612</c> or <c>http://unix:/run/socket</c>.</param>
    /// <returns>Null for one that is no socket's.</returns>
    public static HttpClient? TryConnect(string address)
    {
        var (scheme, endPoint) = Read(address);
        if (endPoint is null)
            return null;
        return new(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellationToken) => ConnectAsync(endPoint, cancellationToken),
            MaxConnectionsPerServer = 1,
            UseProxy = false,
            UseCookies = false,
#pragma warning disable CA5359 // It is the daemon's own, whatever its certificate says; nothing is sent that is worth anything elsewhere.
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        })
        {
            BaseAddress = new($"{scheme}://{(endPoint is IPEndPoint ? endPoint : "warm-up")}/"),
            Timeout = Patience,
        };
    }

    private static (string Scheme, EndPoint? EndPoint) Read(string address)
    {
        var parsed = BindingAddress.Parse(address);
        if (parsed.IsUnixPipe)
            return (parsed.Scheme, new UnixDomainSocketEndPoint(parsed.UnixPipePath));
        return (parsed.Scheme, IPAddress.TryParse(parsed.Host, out var ip) ? new IPEndPoint(Reachable(ip), parsed.Port) : null);
    }

    /// <summary>All addresses of the machine, the one of its own among them.</summary>
    private static IPAddress Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;

    private static async ValueTask<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
