using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Daemon;

/// <summary>The published daemon as a process of its own, on a free port, with its files in a folder that goes with it.</summary>
internal sealed partial class PublishedDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder;
    private readonly ChildProcess _process;
    private readonly string? _logFile;

    private PublishedDaemon(DirectoryInfo folder, ChildProcess process, string? logFile)
    {
        _folder = folder;
        _process = process;
        _logFile = logFile;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What it has logged.</summary>
    public string Log => _process.Errors + (File.Exists(_logFile) ? File.ReadAllText(_logFile) : "");

    /// <param name="configuration">The configuration without the address to listen on.</param>
    /// <param name="logFile">The file that it logs to when the configuration says so.</param>
    public static async Task<PublishedDaemon> StartAsync(string configuration, string? logFile = null)
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-");
        var file = Path.Combine(folder.FullName, "nova-pollinate.conf");
        await File.WriteAllTextAsync(file, $"{configuration}\n[admin]\nenabled = false\n[server]\nhost = 127.0.0.1\nport = 0\n");
        var daemon = new PublishedDaemon(folder, ChildProcess.Start(
            Repository.Executable,
            ["--config-file", file, "--config-dir", folder.FullName],
            new Dictionary<string, string?> { ["CACHE_DIRECTORY"] = Path.Combine(folder.FullName, "cache") }), logFile);
        try
        {
            await Eventually.WaitForAsync("the daemon to serve", StartTime, () =>
            {
                if (Serving().Match(daemon.Log) is { Success: true } serving)
                    daemon.Address = new(serving.Groups[1].Value + "/");
                else if (daemon._process.HasEnded)
                    throw new InvalidOperationException($"The daemon did not start:\n{daemon.Log}");
                return Task.FromResult(daemon.Address.Port != 80);
            });
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>How much of the machine's memory it holds, in bytes.</summary>
    public long ResidentBytes => _process.ResidentBytes;

    /// <summary>Asks for a reload as <c>systemctl reload</c> does.</summary>
    public Task HangUpAsync() => _process.SignalAsync("HUP");

    /// <summary>Stops it as systemd does.</summary>
    /// <returns>The exit code, and what is left of its private copies of plugins.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> Left)> StopAsync()
    {
        var code = await _process.StopAsync();
        return (code, [.. Directory.EnumerateFileSystemEntries(Path.Combine(_folder.FullName, "cache", "plugins"))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"Serving at (https?://127\.0\.0\.1:\d+)")]
    private static partial Regex Serving();
}
