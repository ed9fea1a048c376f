using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Stopping;

/// <summary>Debian's HAProxy with what docs/health.md prints for it, in front of two daemons.</summary>
internal sealed class HAProxyServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder;
    private readonly ChildProcess _process;
    private readonly HttpClient _client = new();
    private readonly int _statistics;

    private HAProxyServer(DirectoryInfo folder, ChildProcess process, int port, int statistics)
    {
        _folder = folder;
        _process = process;
        Port = port;
        _statistics = statistics;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    public static async Task<HAProxyServer> StartAsync(int first, int second)
    {
        await DebianPackages.RequireAsync("haproxy");
        var (port, statistics) = (FreePort.Find(), FreePort.Find());
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-haproxy-");
        var file = Path.Combine(folder.FullName, "haproxy.cfg");
        await File.WriteAllTextAsync(file, $"""
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
            frontend stats
                bind 127.0.0.1:{statistics}
                stats enable
                stats uri /stats
            frontend vendordata
                bind 127.0.0.1:{port}
                default_backend pollinate
            {Printed().Replace("192.0.2.11:8612", $"127.0.0.1:{first}", StringComparison.Ordinal).Replace("192.0.2.12:8612", $"127.0.0.1:{second}", StringComparison.Ordinal)}

            """);
        var proxy = new HAProxyServer(folder, ChildProcess.Start("/usr/sbin/haproxy", ["-db", "-f", file]), port, statistics);
        try
        {
            await proxy.WaitForAsync("api1", "UP");
            await proxy.WaitForAsync("api2", "UP");
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it has checked a server and thinks that of it.</summary>
    public Task WaitForAsync(string server, string state) => Eventually.WaitForAsync($"HAProxy to find {server} {state}", Patience, async () =>
    {
        if (_process.HasEnded)
            throw new InvalidOperationException($"HAProxy has ended:\n{_process.Output}\n{_process.Errors}");
        try
        {
            var statistics = await _client.GetStringAsync(new Uri($"http://127.0.0.1:{_statistics}/stats;csv"));
            return statistics.Split('\n').Select(line => line.Split(',')).Any(columns =>
                columns is ["pollinate", var name, ..] && name == server && columns.Contains(state) && columns.Contains("L7OK"));
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The back end as the page prints it.</summary>
    private static string Printed()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "health.md"));
        var begin = page.IndexOf("backend pollinate", StringComparison.Ordinal);
        return page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
    }
}
