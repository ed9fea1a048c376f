using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Systemd;

/// <summary>What systemd has for its services: a socket that takes in what they say of themselves.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <param name="address">As <c>NOTIFY_SOCKET</c> has it.</param>
    public NotifySocket(string address)
    {
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
        _ = ReceiveAsync();
    }

    public string Address { get; }

    /// <summary>The messages so far, each with its lines.</summary>
    public IReadOnlyList<string> Messages => [.. _messages];

    /// <summary>The messages that say something of the daemon's state, without those that only say that it is alive.</summary>
    public IReadOnlyList<string> States => [.. _messages.Where(message => message != "WATCHDOG=1")];

    public int Pings => _messages.Count(message => message == "WATCHDOG=1");

    /// <summary>Waits for a message that begins like this.</summary>
    public async Task<string> WaitForAsync(string beginning, int count = 1)
    {
        string[] Found() => [.. _messages.Where(message => message.StartsWith(beginning, StringComparison.Ordinal))];
        await Eventually.TrueAsync(() => Found().Length >= count);
        return Found()[count - 1];
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
                _messages.Enqueue(Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer)));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is disposed.
        }
    }
}
