using System.Net.Sockets;

namespace Pollinate.SimulatedCloud.Fronts;

/// <summary>One connection through a front, and the one behind it.</summary>
/// <param name="client">The side of the client.</param>
internal sealed class FrontConnection(Socket client)
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Socket Client { get; } = client;

    public Socket Cloud { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Ends when it is closed.</summary>
    public Task WhenClosed => _closed.Task;

    /// <summary>Closes it with a reset instead of an end.</summary>
    public void Reset()
    {
        try
        {
            Client.LingerState = new(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        Close();
    }

    public void Close()
    {
        _closed.TrySetResult();
        Client.Dispose();
        Cloud.Dispose();
    }
}
