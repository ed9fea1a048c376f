using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Daemon;

/// <summary>
/// The published daemon as a process of its own, on a free port, with its files in a folder that goes with it. It writes its debug
/// lines; when it is disposed, all that it wrote has been searched for every secret of the tests.
/// </summary>
internal sealed partial class PublishedDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan OperatorsPatience = TimeSpan.FromSeconds(5);
    private static readonly string[] OperatorsPages = ["metrics", "status", "status?format=json", "healthcheck?detailed"];

    private readonly List<string> _given = [];
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

    /// <summary>Where operators ask.</summary>
    public Uri Administration => new(Operators().Match(Log).Groups[1].Value + "/");

    /// <summary>What it has logged.</summary>
    public string Log => _process.Errors + (File.Exists(_logFile) ? File.ReadAllText(_logFile) : "");

    /// <param name="configuration">The configuration without the address to listen on.</param>
    /// <param name="logFile">The file that it logs to when the configuration says so.</param>
    /// <param name="port">Where it listens; 0 takes a free one.</param>
    /// <param name="within">The command that becomes the daemon, with its arguments; null for none.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static async Task<PublishedDaemon> StartAsync(
        string configuration, string? logFile = null, int port = 0, IReadOnlyList<string>? within = null,
        params IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-");
        var file = Path.Combine(folder.FullName, "nova-pollinate.conf");
        await File.WriteAllTextAsync(file, $"{configuration}\n[DEFAULT]\ndebug = true\ndefault_log_levels = Microsoft=DEBUG,System=DEBUG\n[admin]\nenabled = true\nport = 0\n[server]\nhost = 127.0.0.1\nport = {port}\n");
        string[] command = [.. within ?? [], Repository.Executable, "--config-file", file, "--config-dir", folder.FullName];
        var daemon = new PublishedDaemon(folder, ChildProcess.Start(
            command[0],
            command[1..],
            new Dictionary<string, string?>(environment.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)))
            {
                ["CACHE_DIRECTORY"] = Path.Combine(folder.FullName, "cache"),
            }), logFile);
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

    /// <summary>Waits until it has ended by itself.</summary>
    public Task WaitForEndAsync() => Eventually.WaitForAsync("the daemon to end", StartTime, () => Task.FromResult(_process.HasEnded));

    /// <summary>Waits until it has logged a text: the log is written beside the requests, by a thread of its own.</summary>
    public Task ShouldLogAsync(string text) =>
        Eventually.WaitForAsync($"'{text}' in the log", LogTime, () => Task.FromResult(Log.Contains(text, StringComparison.Ordinal)));

    /// <summary>Replaces its configuration, for the next reload.</summary>
    public Task ConfigureAsync(string configuration) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nova-pollinate.conf"), configuration);

    /// <summary>Asks for a reload as <c>systemctl reload</c> does.</summary>
    public Task HangUpAsync() => _process.SignalAsync("HUP");

    /// <summary>Stops it as systemd does.</summary>
    /// <returns>The exit code, and what is left of its private copies of plugins.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> Left)> StopAsync()
    {
        await AskAsOperatorAsync();
        var code = await _process.StopAsync();
        return (code, [.. Directory.EnumerateFileSystemEntries(Path.Combine(_folder.FullName, "cache", "plugins"))]);
    }

    public async ValueTask DisposeAsync()
    {
        await AskAsOperatorAsync();
        await _process.DisposeAsync();
        var left = Written();
        _folder.Delete(recursive: true);
        new LeakSearch(Marks.All).Describe(left).Should().BeEmpty("no secret leaves the daemon but in an answer");
    }

    /// <summary>All that it wrote for anybody: both streams, the log file, and what it keeps on disk beside the copies of plugins.</summary>
    private string Written() => string.Join('\n',
    [
        Log,
        _process.Output,
        .. _given,
        .. Directory.EnumerateFiles(_folder.FullName, ".*", SearchOption.AllDirectories).Select(File.ReadAllText),
    ]);

    /// <summary>Takes all that the listener for operators gives, headers included, as long as the daemon can still be asked.</summary>
    private async Task AskAsOperatorAsync()
    {
        if (_process.HasEnded || !Operators().IsMatch(Log))
            return;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Administration, Timeout = OperatorsPatience };
        foreach (var page in OperatorsPages)
        {
            try
            {
                using var response = await client.GetAsync(page);
                _given.Add($"{response.Headers}\n{await response.Content.ReadAsStringAsync()}");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // A test may have left it ending, frozen or without descriptors.
                return;
            }
        }
    }

    [GeneratedRegex(@"administration at (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Operators();

    [GeneratedRegex(@"Serving at (https?://127\.0\.0\.1:\d+)")]
    private static partial Regex Serving();
}
