using System.Net;
using System.Net.Sockets;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Hosting;

/// <summary>Turns the <c>host</c> and <c>port</c> of <c>[server]</c> and <c>[admin]</c> into what Kestrel listens on.</summary>
internal static class ListenAddress
{
    /// <summary>
    /// The TCP addresses of <c>[server]</c>; none when there is a unix socket and <c>port</c> is without a value, and not merely
    /// unset: whoever has a unix socket alone says so.
    /// </summary>
    /// <exception cref="StartException">The host is a name that resolves to no address.</exception>
    public static IReadOnlyList<IPEndPoint> Resolve(ServerOptions options) =>
        options.Port is null && !string.IsNullOrEmpty(options.UnixSocket) ? []
            : options.Host.Length == 0 ? [new(IPAddress.Any, options.Port ?? DefaultPort)]
            : Resolve("server", options.Host, options.Port ?? DefaultPort, "0.0.0.0 for all");

    /// <exception cref="StartException">The host is a name that resolves to no address.</exception>
    public static IReadOnlyList<IPEndPoint> Resolve(AdminOptions options) =>
        options.Host.Length == 0
            ? [new(IPAddress.Loopback, options.Port ?? AdminOptions.DefaultPort)]
            : Resolve("admin", options.Host, options.Port ?? AdminOptions.DefaultPort, "127.0.0.1 for this host alone");

    private static IReadOnlyList<IPEndPoint> Resolve(string section, string host, int port, string usual)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return [new(address, port)];
        try
        {
            var addresses = Dns.GetHostAddresses(host);
            if (addresses.Length > 0)
                return [.. addresses.Distinct().Select(resolved => new IPEndPoint(resolved, port))];
        }
        catch (SocketException)
        {
            // Said below: a name without an address and a name that can't be resolved are the same to the operator.
        }

        throw new StartException(
            [$"[{section}] host: '{host}' is no address of this machine and no name that resolves to one; use an IP address, or {usual}."]);
    }

    private const int DefaultPort = 8612;
}
