using Pollinate.Host.Health;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Systemd;

/// <summary>
/// A request of the daemon's to itself, the whole way from a socket through the server to the generation in force and back. The
/// socket is one of its own: when strangers take all connections that it accepts, the daemon is busy, and not dead.
/// </summary>
internal sealed class SelfQuestion : IAsyncDisposable
{
    private readonly WarmUpServer? _server;

    private SelfQuestion(WarmUpServer? server) => _server = server;

    /// <param name="whole">The whole of a request's way.</param>
    public static async Task<SelfQuestion> OpenAsync(RequestDelegate whole)
    {
        var server = await WarmUpServer.TryStartAsync();
        server?.Use(whole);
        return new(server);
    }

    /// <summary>Asks, and ends when there is an answer. Where there is no place for the socket, it ends when a thread is free.</summary>
    /// <exception cref="HttpRequestException">The daemon can't be asked.</exception>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
        {
            await Task.Run(static () => { }, cancellationToken);
            return;
        }

        // Any status will do: the health may be bad for reasons that a restart does not mend.
        using var answer = await _server.Client.GetAsync(HealthcheckAnswer.Path, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
