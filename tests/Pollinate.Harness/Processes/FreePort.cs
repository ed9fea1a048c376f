using System.Net;
using System.Net.Sockets;

namespace Pollinate.Harness.Processes;

/// <summary>A TCP port of 127.0.0.1 that nobody listens on, for what has to be known before a process says it.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
