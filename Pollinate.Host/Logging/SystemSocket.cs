using System.Net.Sockets;

namespace Pollinate.Host.Logging;

/// <summary>
/// Sends to a socket of the system's own log, which may go and come back. Never waits for long. For one thread at a time.
/// </summary>
/// <param name="path">The socket.</param>
/// <param name="isStreamToo">Whether the other end may be a stream, in which a zero byte ends each message.</param>
internal sealed class SystemSocket(string path, bool isStreamToo) : IDisposable
{
    private const int PatienceMicroseconds = 200_000;

    private static readonly byte[] End = [0];

    private Socket? _socket;
    private bool _isBehind;

    /// <summary>Sends one message.</summary>
    /// <returns>Null, or why it could not be sent.</returns>
    public string? Send(ReadOnlySpan<byte> message)
    {
        string? problem = null;
        // The first failure is most often that the other end has been started anew.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                var socket = _socket ??= Connect();
                if (!socket.Poll(_isBehind ? 0 : PatienceMicroseconds, SelectMode.SelectWrite))
                {
                    // Once the patience has been spent, nothing waits until the reader is back.
                    _isBehind = true;
                    return "it is read by nobody";
                }

                _isBehind = false;
                socket.Send(message);
                if (socket.SocketType == SocketType.Stream)
                    socket.Send(End);
                return null;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                return "it is read by nobody";
            }
            catch (SocketException exception)
            {
                problem = exception.SocketErrorCode == SocketError.MessageSize ? "the message is too long" : exception.Message.TrimEnd('.');
                Close();
            }
        }

        return problem;
    }

    public void Dispose() => Close();

    private Socket Connect()
    {
        try
        {
            return Connect(SocketType.Dgram);
        }
        catch (SocketException exception) when (isStreamToo && exception.SocketErrorCode == SocketError.ProtocolType)
        {
            return Connect(SocketType.Stream);
        }
    }

    private Socket Connect(SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Blocking = false;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
