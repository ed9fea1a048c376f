using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Pollinate.Host.Stopping;

/// <summary>One of the <see cref="GentleListeners"/>.</summary>
/// <param name="inner">Kestrel's own.</param>
/// <param name="socket">What it accepts from.</param>
/// <param name="isOwn">
/// Whether it is TCP and nobody else's. What systemd has handed over stays open there, with who waits at it.
/// </param>
internal sealed class GentleListener(IConnectionListener inner, Socket socket, bool isOwn) : IConnectionListener
{
    /// <summary>For handshakes that are under way: several round trips of a data centre.</summary>
    private static readonly TimeSpan Handshake = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public EndPoint EndPoint => inner.EndPoint;

    public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => inner.AcceptAsync(cancellationToken);

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>
    /// Closes it once the last that has connected is accepted. Who comes meanwhile is not answered, and so tries again a second
    /// later, when it is refused or the next daemon is there.
    /// </summary>
    public async Task CloseAsync()
    {
        if (isOwn && NewcomerFilter.TryAttach(socket))
        {
            var begun = TimeProvider.System.GetTimestamp();
            do
                await Task.Delay(Handshake);
            while (IsAnybodyWaiting() && TimeProvider.System.GetElapsedTime(begun) < Longest);
        }

        // It accepts nothing any longer, and the server takes that for its end.
        await inner.UnbindAsync();
    }

    private bool IsAnybodyWaiting() => socket.Poll(0, SelectMode.SelectRead);
}
