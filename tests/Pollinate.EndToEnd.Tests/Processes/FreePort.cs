using System.Net;
using System.Net.Sockets;

namespace Pollinate.EndToEnd.Tests.Processes;

/// <summary>A TCP port of 127.0.0.1 that nobody listens on, for programs that can't choose one themselves.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
