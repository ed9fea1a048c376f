using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Loaded into a process by <c>DOTNET_STARTUP_HOOKS</c>: tells whoever connects to the Unix socket
/// <c>POLLINATE_GAUGE_SOCKET</c> how many bytes the process has allocated, in digits.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for this name, in no namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("POLLINATE_GAUGE_SOCKET") is not { Length: > 0 } path)
            return;
        // A thread of its own: it takes none of the pool's that the process is measured with.
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        new Thread(() => Answer(listener)) { IsBackground = true, Name = "gauge" }.Start();
    }

    private static void Answer(Socket listener)
    {
        while (true)
        {
            try
            {
                using var caller = listener.Accept();
                caller.Send(Encoding.ASCII.GetBytes(GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture)));
            }
            catch (SocketException)
            {
                // Whoever asked has gone; the next one is answered.
            }
        }
    }
}
