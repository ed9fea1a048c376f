using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pollinate.Soak;

/// <summary>The published daemon as a process of its own, on a free port of 127.0.0.1, with its files in a folder that goes with it.</summary>
internal sealed partial class SoakedDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _trouble = new();
    private readonly TaskCompletionSource<Uri> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reloads;

    private SoakedDaemon(SoakSettings settings)
    {
        _folder = Directory.CreateTempSubdirectory("nova-pollinate-soak-");
        var plugins = Path.Combine(_folder.FullName, "plugins");
        Plugin = new(settings, plugins);
        Plugin.CopyOver(1);
        var probe = Directory.CreateDirectory(Path.Combine(plugins, "Fixture.Probe")).FullName;
        foreach (var file in Directory.EnumerateFiles(settings.Built("Fixture.Probe")))
            File.Copy(file, Path.Combine(probe, Path.GetFileName(file)));
        var configuration = Path.Combine(_folder.FullName, "nova-pollinate.conf");
        File.WriteAllText(configuration, $"""
            [DEFAULT]
            auth_strategy = noauth
            providers = version,probe
            plugins_dir = {plugins}
            plugins_watch = true
            plugins_cache_dir = {Path.Combine(_folder.FullName, "cache")}

            [admin]
            port = 0

            [server]
            host = 127.0.0.1
            port = 0
            """);
        _process = new()
        {
            StartInfo = new(settings.Daemon, ["--config-file", configuration, "--config-dir", plugins]) { RedirectStandardError = true },
        };
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _serving.TrySetException(new InvalidOperationException($"The daemon did not start: {string.Join('\n', _trouble)}"));
        _process.EnableRaisingEvents = true;
        _process.Start();
        _process.BeginErrorReadLine();
    }

    public SoakedPlugin Plugin { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>How many reloads it has logged.</summary>
    public int Reloads => Volatile.Read(ref _reloads);

    /// <summary>Warnings and errors that it has logged.</summary>
    public IReadOnlyList<string> Trouble => [.. _trouble];

    /// <summary>The private copies of plugins that there are.</summary>
    public int Copies => Directory.EnumerateDirectories(Path.Combine(_folder.FullName, "cache")).SelectMany(Directory.EnumerateDirectories).Count();

    public static async Task<SoakedDaemon> StartAsync(SoakSettings settings, CancellationToken cancellationToken)
    {
        var daemon = new SoakedDaemon(settings);
        try
        {
            daemon.Address = await daemon._serving.Task.WaitAsync(StartTime, cancellationToken);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its resident memory, in MiB.</summary>
    public double ResidentMemory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(Digits().Match(line).Value, CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Sends it a signal; .NET has no call for this.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Stops it as systemd does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
            await SignalAsync("TERM");
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        if (line.Contains("Reloaded: generation", StringComparison.Ordinal))
            Interlocked.Increment(ref _reloads);
        else if (Serving().Match(line) is { Success: true } serving)
            _serving.TrySetResult(new(serving.Groups[1].Value + "/"));
        else if (!line.Contains(" INFO ", StringComparison.Ordinal))
            _trouble.Enqueue(line);
    }

    [GeneratedRegex(@"Serving at (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Serving();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
