using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pollinate.Harness.Processes;

/// <summary>A process that serves, with what it prints, in a folder of its own that goes with it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int MostLines = 2000;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<Match> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Regex _ready;

    private ServerProcess(DirectoryInfo folder, Process process, Regex ready)
    {
        _folder = folder;
        _process = process;
        _ready = ready;
    }

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Its folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>When it was executed, as <see cref="Stopwatch.GetTimestamp"/> has it.</summary>
    public long Begun { get; private set; }

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has printed, to either stream; the first lines when there are very many.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments, from its folder, which only its owner can read.</param>
    /// <param name="environment">Variables besides those of the harness.</param>
    /// <param name="ready">What it prints when it serves.</param>
    public static ServerProcess Start(
        string file, Func<string, IEnumerable<string>> arguments, IReadOnlyDictionary<string, string> environment, Regex ready)
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-bench-");
        try
        {
            var start = new ProcessStartInfo(file, arguments(folder.FullName)) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment)
                start.Environment[name] = value.Replace("{folder}", folder.FullName, StringComparison.Ordinal);
            var server = new ServerProcess(folder, new Process { StartInfo = start, EnableRaisingEvents = true }, ready);
            server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
            server._process.ErrorDataReceived += (_, line) => server.Read(line.Data);
            server._process.Exited += (_, _) => server._said.TrySetException(server.NotReady("ended before it served"));
            server.Begun = Stopwatch.GetTimestamp();
            server._process.Start();
            server._process.BeginOutputReadLine();
            server._process.BeginErrorReadLine();
            return server;
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Waits until it says that it serves.</summary>
    /// <exception cref="HarnessException">It ended, or does not say it.</exception>
    public async Task<Match> WhenReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _said.Task.WaitAsync(StartTime, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw NotReady($"did not serve within {StartTime.TotalSeconds} s");
        }
    }

    /// <summary>Its CPU time so far.</summary>
    public TimeSpan ProcessorTime() => ProcessFigures.ProcessorTime(Id);

    /// <summary>Its memory in MiB, as <see cref="ProcessFigures.Memory"/> has it.</summary>
    public double Memory() => ProcessFigures.Memory(Id);

    /// <summary>Stops it as systemd does, kills it when that takes too long, and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // .NET has no call for this.
            using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
            await kill.WaitForExitAsync();
            using var deadline = new CancellationTokenSource(StopTime);
            try
            {
                await _process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Read(string? line)
    {
        // Null is the end of the stream.
        if (line is null)
            return;
        lock (_lines)
        {
            if (_lines.Count < MostLines)
                _lines.Add(line);
        }

        if (_ready.Match(line) is { Success: true } match)
            _said.TrySetResult(match);
    }

    private HarnessException NotReady(string what) =>
        new($"{_process.StartInfo.FileName} {what}; it printed: {string.Join(" | ", Lines.TakeLast(10))}");
}
