using System.Net;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>
/// What Nova needs of Neutron to show a server: nova-api asks it for the server's ports, of which there are none. The daemon
/// has nothing to do with it.
/// </summary>
internal sealed class EmptyNetwork : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public EmptyNetwork()
    {
        Address = $"http://127.0.0.1:{FreePort.Find()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync("""{"ports": [], "security_groups": []}"""u8.ToArray());
            context.Response.Close();
        }
    }
}
