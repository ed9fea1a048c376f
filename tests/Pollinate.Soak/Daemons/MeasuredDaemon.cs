using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pollinate.Soak.Daemons;

/// <summary>The published daemon as a process of its own, with its files in a folder that goes with it, and what it takes of the machine.</summary>
internal sealed partial class MeasuredDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _trouble = new();
    private readonly TaskCompletionSource<Uri> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reloads;

    private MeasuredDaemon(string executable, DirectoryInfo folder, string configuration)
    {
        _folder = folder;
        var file = Path.Combine(folder.FullName, "nova-pollinate.conf");
        File.WriteAllText(file, configuration);
        var none = Directory.CreateDirectory(Path.Combine(folder.FullName, "nova-pollinate.conf.d")).FullName;
        _process = new() { StartInfo = new(executable, ["--config-file", file, "--config-dir", none]) { RedirectStandardError = true } };
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _serving.TrySetException(new InvalidOperationException($"The daemon did not start: {string.Join('\n', _trouble)}"));
        _process.EnableRaisingEvents = true;
        _process.Start();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>How many reloads it has logged.</summary>
    public int Reloads => Volatile.Read(ref _reloads);

    /// <summary>Warnings and errors that it has logged.</summary>
    public IReadOnlyList<string> Trouble => [.. _trouble];

    /// <summary>The errors among them.</summary>
    public IReadOnlyList<string> Errors => [.. _trouble.Where(IsError)];

    /// <summary>The private copies of plugins that there are.</summary>
    public int Copies => Directory.EnumerateDirectories(Cache(_folder)).SelectMany(Directory.EnumerateDirectories).Count();

    /// <summary>Its resident memory, in MiB.</summary>
    public double ResidentMemory => Status("VmRSS:") / 1024;

    /// <summary>The most of that there was so far, in MiB.</summary>
    public double PeakMemory => Status("VmHWM:") / 1024;

    /// <summary>Its threads.</summary>
    public int Threads => (int)Status("Threads:");

    /// <summary>Its open files and sockets.</summary>
    public int Descriptors => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    /// <summary>The folder for the private copies of plugins.</summary>
    public static string Cache(DirectoryInfo folder) => Path.Combine(folder.FullName, "cache");

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="executable">The published daemon.</param>
    /// <param name="folder">Its files; goes with it. Its cache of plugins must be <see cref="Cache"/>.</param>
    /// <param name="configuration">What it is configured with.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<MeasuredDaemon> StartAsync(
        string executable, DirectoryInfo folder, string configuration, CancellationToken cancellationToken)
    {
        var daemon = new MeasuredDaemon(executable, folder, configuration);
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

    /// <summary>Whether a line of the log tells of an error, and not of less.</summary>
    public static bool IsError(string line) =>
        line.Contains(" ERROR ", StringComparison.Ordinal) || line.Contains(" CRITICAL ", StringComparison.Ordinal);

    private double Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(Digits().Match(line).Value, CultureInfo.InvariantCulture);
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        if (line.Contains("Reloaded: generation", StringComparison.Ordinal))
            Interlocked.Increment(ref _reloads);
        else if (Serving().Match(line) is { Success: true } serving)
            _serving.TrySetResult(new(serving.Groups[1].Value + "/"));
        else if (!line.Contains(" INFO ", StringComparison.Ordinal) && !OfTrace().IsMatch(line))
            _trouble.Enqueue(line);
    }

    [GeneratedRegex(@"Serving at (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Serving();

    [GeneratedRegex(@"^(\s|--- End of)")]
    private static partial Regex OfTrace();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
