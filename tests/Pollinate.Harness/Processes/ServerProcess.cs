using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pollinate.Harness.Processes;

/// <summary>A process that serves, with what it prints, in a folder of its own that goes with it.</summary>
/// <remarks>
/// It prints into a file: to read its lines as they come would take processors from what is measured, since a daemon may print
/// one for each request.
/// </remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string OutputName = "output";

    // The shell is replaced by the program, which so keeps the process that was started.
    private const string IntoFile = "exec \"$0\" \"$@\" >\"$POLLINATE_OUTPUT\" 2>&1";

    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly string _file;
    private readonly Regex _ready;

    private ServerProcess(DirectoryInfo folder, Process process, string file, Regex ready)
    {
        _folder = folder;
        _process = process;
        _file = file;
        _ready = ready;
    }

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Its folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>When it was executed, as <see cref="Stopwatch.GetTimestamp"/> has it.</summary>
    public long Begun { get; private set; }

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has printed, to either stream, read as it is asked for.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            using var output = new StreamReader(new FileStream(
                Path.Combine(Folder, OutputName), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            while (output.ReadLine() is { } line)
                yield return line;
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
            var start = new ProcessStartInfo("/bin/sh", ["-c", IntoFile, file, .. arguments(folder.FullName)]);
            foreach (var (name, value) in environment)
                start.Environment[name] = value.Replace("{folder}", folder.FullName, StringComparison.Ordinal);
            start.Environment["POLLINATE_OUTPUT"] = Path.Combine(folder.FullName, OutputName);
            var server = new ServerProcess(folder, new Process { StartInfo = start }, file, ready);
            server.Begun = Stopwatch.GetTimestamp();
            server._process.Start();
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
        while (Stopwatch.GetElapsedTime(Begun) < StartTime)
        {
            // Before its output is looked at: what it printed last must not be missed.
            var hasEnded = HasEnded;
            if (Lines.Select(line => _ready.Match(line)).FirstOrDefault(match => match.Success) is { } said)
                return said;
            if (hasEnded)
                throw NotReady("ended before it served");
            await Task.Delay(LookTime, cancellationToken);
        }

        throw NotReady($"did not serve within {StartTime.TotalSeconds} s");
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

    private HarnessException NotReady(string what) =>
        new($"{_file} {what}; it printed: {string.Join(" | ", Lines.TakeLast(10))}");
}
