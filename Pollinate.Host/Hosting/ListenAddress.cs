using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Hosting;

/// <summary>Turns <c>[server] host</c> and <c>port</c> into what Kestrel listens on.</summary>
internal static class ListenAddress
{
    /// <exception cref="StartException">The host is a name that resolves to no address.</exception>
    public static IReadOnlyList<IPEndPoint> Resolve(ServerOptions options)
    {
        var port = options.Port ?? DefaultPort;
        if (options.Host.Length == 0)
            return [new(IPAddress.Any, port)];
        if (IPAddress.TryParse(options.Host.Trim('[', ']'), out var address))
            return [new(address, port)];
        try
        {
            var addresses = Dns.GetHostAddresses(options.Host);
            if (addresses.Length > 0)
                return [.. addresses.Distinct().Select(resolved => new IPEndPoint(resolved, port))];
        }
        catch (SocketException)
        {
            // Said below: a name without an address and a name that can't be resolved are the same to the operator.
        }

        throw new StartException(
            [$"[server] host: '{options.Host}' is no address of this machine and no name that resolves to one; use an IP address, or 0.0.0.0 for all."]);
    }

    public static void Listen(this KestrelServerOptions kestrel, IReadOnlyList<IPEndPoint> endpoints)
    {
        foreach (var endpoint in endpoints)
            kestrel.Listen(endpoint);
    }

    private const int DefaultPort = 8612;
}
