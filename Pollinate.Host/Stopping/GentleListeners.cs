using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Pollinate.Host.Stopping;

/// <summary>
/// Kestrel's listeners on sockets, which can be closed before the server stops, and without losing who has connected and was
/// not accepted yet: the system resets all of these when a listener is closed.
/// </summary>
internal sealed class GentleListeners : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets;
    private readonly List<GentleListener> _listeners = [];
    private Socket? _bound;

    public GentleListeners(IOptions<SocketTransportOptions> options, ILoggerFactory loggers)
    {
        var create = options.Value.CreateBoundListenSocket;
        options.Value.CreateBoundListenSocket = endPoint => _bound = create(endPoint);
        _sockets = new(options, loggers);
    }

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    /// <summary>The server binds its endpoints one after the other.</summary>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        _bound = null;
        var listener = new GentleListener(await _sockets.BindAsync(endpoint, cancellationToken), _bound!, isOwn: endpoint is IPEndPoint);
        _listeners.Add(listener);
        return listener;
    }

    /// <summary>Closes them all, each once nobody waits there any longer.</summary>
    public Task CloseAsync() => Task.WhenAll(_listeners.Select(listener => listener.CloseAsync()));
}
