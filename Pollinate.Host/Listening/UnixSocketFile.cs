using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Pollinate.Host.Hosting;

namespace Pollinate.Host.Listening;

/// <summary>The file of <c>[server] unix_socket</c>.</summary>
internal static class UnixSocketFile
{
    /// <summary>Its owner and its group: a proxy's user that is in the daemon's group.</summary>
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>The system's own bound, without the zero behind it.</summary>
    private const int LongestPath = 107;

    // The system call's own structure, the same on every architecture.
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int CurrentDirectory = -100;
    private const int FollowNoLink = 0x100;
    private const uint TypeAndMode = 0x3;
    private const int TypeBits = 0xF000;
    private const int SocketType = 0xC000;

    /// <summary>What stands against listening there, as far as can be told without trying.</summary>
    /// <param name="path">The file, absolute.</param>
    public static string? Problem(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
            return $"[server] unix_socket: {path} is too long for a socket; name a path of {LongestPath} bytes at most.";
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return $"[server] unix_socket: the folder of {path} does not exist; make it, or have systemd make it by RuntimeDirectory=.";
        return IsThere(path) && !IsSocket(path)
            ? $"[server] unix_socket: {path} is there and is no socket, so it is left alone; name another path, or remove it."
            : null;
    }

    /// <summary>
    /// Binds a socket to it, in place of one that a daemon left that has died. Nobody can connect before it is listened on,
    /// and by then the file has its mode. It goes when the socket is closed.
    /// </summary>
    /// <exception cref="StartException">Another process serves there, or the file can't be made.</exception>
    public static Socket Bind(UnixDomainSocketEndPoint endPoint)
    {
        var path = endPoint.ToString();
        if (Problem(path) is { } problem)
            throw new StartException([problem]);
        Socket? socket = null;
        try
        {
            if (IsThere(path))
            {
                EnsureDead(path, endPoint);
                File.Delete(path);
            }

            socket = Open();
            socket.Bind(endPoint);
            File.SetUnixFileMode(path, Mode);
            return socket;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            socket?.Dispose();
            throw new StartException(
                [$"[server] unix_socket: {path} can't be listened on ({exception.Message.TrimEnd('.')}); name a path in a folder that the daemon's user may write to."]);
        }
    }

    /// <exception cref="StartException">Somebody listens there.</exception>
    /// <exception cref="SocketException">Whether somebody does can't be told.</exception>
    private static void EnsureDead(string path, UnixDomainSocketEndPoint endPoint)
    {
        using var socket = Open();
        // A listener whose queue is full must not keep the start waiting.
        socket.Blocking = false;
        try
        {
            socket.Connect(endPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Its queue is full.
        }

        throw new StartException([$"[server] unix_socket: another process serves at {path}; stop it, or name another path."]);
    }

    private static Socket Open() => new(AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, ProtocolType.Unspecified);

    private static bool IsThere(string path) => TypeOf(path) != 0;

    private static bool IsSocket(string path) => TypeOf(path) == SocketType;

    /// <summary>The type bits of a file, links not followed; 0 when there is none.</summary>
    private static int TypeOf(string path)
    {
        var stat = new byte[StatxSize];
        return statx(CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], FollowNoLink, TypeAndMode, stat) == 0
            ? BitConverter.ToUInt16(stat, ModeOffset) & TypeBits
            : 0;
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, [Out] byte[] result);
}
