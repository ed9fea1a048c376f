using System.Net.Sockets;

namespace Pollinate.EndToEnd.Tests.Processes;

/// <summary>A Python service under gunicorn, from a module of the folder <c>Python</c>, on a port of 127.0.0.1.</summary>
internal static class WsgiServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="module">The module with the variable <c>application</c>.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="path">A path that it answers without a token.</param>
    /// <param name="environment">Where its configuration is.</param>
    /// <param name="network">Whose network it is in; when null, this machine's.</param>
    public static async Task<ChildProcess> StartAsync(
        string module, int port, string path, IReadOnlyDictionary<string, string?> environment, OwnNetwork? network = null)
    {
        // One worker: sqlite has one writer.
        IEnumerable<string> arguments =
            ["--bind", $"127.0.0.1:{port}", "--workers", "1", "--timeout", "120", "--chdir", Path.Combine(AppContext.BaseDirectory, "Python"), $"{module}:application"];
        var (file, all) = network is null
            ? ("/usr/bin/gunicorn", arguments)
            : network.Enter("/usr/bin/gunicorn", ["--bind", $"unix:{network.Socket(module)}", .. arguments]);
        var process = ChildProcess.Start(
            file, all, new Dictionary<string, string?>(environment) { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONWARNINGS"] = "ignore" });
        try
        {
            using var client = network is null ? new HttpClient() : Through(network.Socket(module));
            await Eventually.WaitForAsync($"{module} to answer", Patience, async () =>
            {
                if (process.HasEnded)
                    throw new InvalidOperationException($"{module} did not start:\n{process.Errors}");
                try
                {
                    using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
                    return (int)response.StatusCode < 500
                        ? true
                        : throw new InvalidOperationException($"{module} answers {(int)response.StatusCode}:\n{process.Errors}");
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static HttpClient Through(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    });
}
