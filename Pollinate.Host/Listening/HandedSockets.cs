using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pollinate.Host.Hosting;

namespace Pollinate.Host.Listening;

/// <summary>
/// The sockets of systemd's socket activation (https://www.freedesktop.org/software/systemd/man/sd_listen_fds.html):
/// <c>LISTEN_FDS</c> of them from file descriptor 3 on, when <c>LISTEN_PID</c> is this process.
/// </summary>
internal static class HandedSockets
{
    /// <summary>The name of sockets that are none of Nova's business.</summary>
    public const string AdminName = "admin";

    private const int First = 3;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    private static readonly string[] Variables = ["LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES"];

    /// <summary>
    /// Takes those that were handed to this process. A second call finds none: the variables are gone, so that no child takes
    /// them for its own, and no child inherits the sockets.
    /// </summary>
    /// <exception cref="StartException">What was handed over is no socket that can be listened on.</exception>
    public static IReadOnlyList<HandedSocket> Take()
    {
        var (process, count, names) = (Read("LISTEN_PID"), Read("LISTEN_FDS"), Environment.GetEnvironmentVariable("LISTEN_FDNAMES"));
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, null);
        if (process != Environment.ProcessId || count is not > 0)
            return [];

        var named = (names ?? "").Split(':');
        var sockets = Enumerable.Range(0, count.Value)
            .Select(index => (Descriptor: First + index, Name: named.ElementAtOrDefault(index) ?? "", EndPoint: Open(First + index)))
            .ToList();
        if (sockets.Where(socket => socket.EndPoint is null).ToList() is { Count: > 0 } bad)
        {
            throw new StartException(
            [
                .. bad.Select(socket => $"The file descriptor {socket.Descriptor} ('{socket.Name}') that systemd has handed over is no listening stream socket; " +
                    "the .socket unit needs ListenStream= with a TCP address or a path, and Accept=no."),
            ]);
        }

        return [.. sockets.Select(socket => new HandedSocket(socket.Descriptor, socket.Name, socket.EndPoint!))];
    }

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Where a descriptor listens; null when it does not.</summary>
    private static EndPoint? Open(int descriptor)
    {
        try
        {
            _ = fcntl(descriptor, SetDescriptorFlags, CloseOnExec);
            // Not owned: to close it is up to whoever listens with it.
            using var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false));
            return socket.SocketType == SocketType.Stream &&
                socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 or AddressFamily.Unix &&
                (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0
                ? socket.LocalEndPoint
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fcntl(int descriptor, int command, int argument);
}
