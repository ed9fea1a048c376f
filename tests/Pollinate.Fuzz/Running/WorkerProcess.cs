using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pollinate.Fuzz.Targets;

namespace Pollinate.Fuzz.Running;

/// <summary>This program once more, as a process of its own that may die.</summary>
internal sealed class WorkerProcess : IDisposable
{
    // A stack that overflowed is printed frame by frame.
    private const int LongestText = 4000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    public WorkerProcess(params string[] arguments)
    {
        _process = new() { StartInfo = new(Environment.ProcessPath!) { RedirectStandardError = true, RedirectStandardOutput = true } };
        // A program that was started by dotnet has dotnet as its process.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != Path.GetFileNameWithoutExtension(Assembly))
        {
            _process.StartInfo.FileName = "dotnet";
            _process.StartInfo.ArgumentList.Add(Assembly);
        }

        foreach (var argument in arguments)
            _process.StartInfo.ArgumentList.Add(argument);
        // A dump of the memory is of no use here, and large.
        _process.StartInfo.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        _process.StartInfo.Environment["DOTNET_gcServer"] = "0";
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    /// <summary>It took too long over one input.</summary>
    public bool HasHung { get; private set; }

    /// <summary>What it printed, cut off.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    private static string Assembly => typeof(WorkerProcess).Assembly.Location;

    /// <summary>Waits for its end, and ends it when it stays too long at one input.</summary>
    /// <param name="number">Tells which input it is at.</param>
    /// <param name="longest">The processor time that it has for one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Func<long> number, TimeSpan longest, CancellationToken cancellationToken)
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var ended = _process.WaitForExitAsync(CancellationToken.None);
        var (last, processorTime, since) = (-1L, TimeSpan.Zero, Stopwatch.StartNew());
        try
        {
            while (await Task.WhenAny(ended, Task.Delay(Tick, cancellationToken)) != ended)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _process.Refresh();
                if (number() is var now && now != last)
                {
                    (last, processorTime) = (now, _process.TotalProcessorTime);
                    since.Restart();
                }
                else if (_process.TotalProcessorTime - processorTime > longest || since.Elapsed > LongestWait)
                {
                    HasHung = true;
                    _process.Kill();
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception && _process.HasExited)
        {
            // It ended while it was looked at.
        }
        finally
        {
            if (!_process.HasExited)
                _process.Kill();
        }

        await ended;
        ScratchFile.RemoveOf(_process.Id);
        return _process.ExitCode;
    }

    public void Dispose() => _process.Dispose();

    public static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private void Add(string? line)
    {
        lock (_said)
        {
            if (line is not null && _said.Length < LongestText)
                _said.Append(line).Append('\n');
        }
    }
}
