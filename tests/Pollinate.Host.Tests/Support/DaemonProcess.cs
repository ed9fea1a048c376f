using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Support;

/// <summary>The daemon in a process of its own, with the fixtures' plugins: for what another plugin in the process would hide.</summary>
internal sealed partial class DaemonProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private DaemonProcess(string pluginsDirectory, string providers)
    {
        var configuration = _folder.Write("daemon.conf", $"""
            [DEFAULT]
            auth_strategy = noauth
            providers = {providers}
            plugins_dir = {pluginsDirectory}
            plugins_cache_dir = {_folder.Combine("cache")}
            [server]
            host = 127.0.0.1
            port = 0
            """);
        _process = new()
        {
            StartInfo = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "nova-pollinate.dll"), "--config-file", configuration])
            {
                RedirectStandardError = true,
            },
        };
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has printed to standard error.</summary>
    public string Log => string.Join('\n', _lines);

    /// <summary>Starts it, and waits until it serves.</summary>
    public static async Task<DaemonProcess> StartAsync(string pluginsDirectory, string providers)
    {
        var daemon = new DaemonProcess(pluginsDirectory, providers);
        await Eventually.TrueAsync(() => Address().IsMatch(daemon.Log) || daemon._process.HasExited);
        if (daemon._process.HasExited)
            Assert.Fail($"The daemon did not start: {daemon.Log}");
        return daemon;
    }

    /// <summary>Posts a request as Nova does.</summary>
    /// <returns>The answer's text.</returns>
    public async Task<string> AskAsync()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address().Match(Log).Value)
        {
            Content = new StringContent("""{"project-id":"p1"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        request.Headers.Add("X-Roles", "admin");
        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
