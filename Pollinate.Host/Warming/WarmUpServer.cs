using System.Net.Sockets;

namespace Pollinate.Host.Warming;

/// <summary>
/// A server of the daemon's own, on a socket in a folder that nobody else may enter, and a client for it: what a request goes
/// through is compiled and connected before the first guest's comes.
/// </summary>
internal sealed class WarmUpServer : IAsyncDisposable
{
    private const string SocketName = "socket";

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;
    private volatile RequestDelegate _handle = static _ => Task.CompletedTask;

    private WarmUpServer(DirectoryInfo folder)
    {
        _folder = folder;
        var path = Path.Combine(_folder.FullName, SocketName);
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(path);
        });
        _app = builder.Build();
        _app.Run(context => _handle(context));
        Client = new(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken),
            UseProxy = false,
            UseCookies = false,
        })
        {
            BaseAddress = new("http://warm-up/"),
            // Whoever asks bounds the call.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts one.</summary>
    /// <returns>Null where there is no place for its socket: the daemon does without.</returns>
    public static async Task<WarmUpServer?> TryStartAsync()
    {
        DirectoryInfo? folder = null;
        WarmUpServer? server = null;
        try
        {
            // Only the daemon's user may enter it.
            folder = Directory.CreateTempSubdirectory("nova-pollinate-");
            server = new(folder);
            await server._app.StartAsync();
            return server;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException or ArgumentException)
        {
            if (server is not null)
                await server.DisposeAsync();
            else
                // Its path is too long for a socket.
                folder?.Delete(recursive: true);
            return null;
        }
    }

    /// <summary>Has it answer by this from now on.</summary>
    public void Use(RequestDelegate handle) => _handle = handle;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
