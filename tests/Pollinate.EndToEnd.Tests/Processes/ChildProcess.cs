using System.Diagnostics;
using System.Text;

namespace Pollinate.EndToEnd.Tests.Processes;

/// <summary>A process that a test starts, with what it prints. It does not outlive the test.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ChildProcess(Process process) => _process = process;

    public bool HasEnded => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>How much of the machine's memory it holds, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it has printed to standard output.</summary>
    public string Output => Read(_output);

    /// <summary>What it has printed to standard error.</summary>
    public string Errors => Read(_errors);

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables besides those of the tests; null takes one away.</param>
    public static ChildProcess Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => Append(child._output, line.Data);
        child._process.ErrorDataReceived += (_, line) => Append(child._errors, line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        child._process.StandardInput.Close();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The program, which has ended with the exit code 0.</returns>
    /// <exception cref="InvalidOperationException">It ended with another exit code, or did not end in time.</exception>
    public static async Task<ChildProcess> RunAsync(
        string file, IEnumerable<string> arguments, TimeSpan timeout, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var child = Start(file, arguments, environment);
        if (await child.WaitAsync(timeout) is var code && code != 0)
            throw new InvalidOperationException($"{file} ended with {code}:\n{child.Output}\n{child.Errors}");
        return child;
    }

    /// <returns>The exit code.</returns>
    /// <exception cref="InvalidOperationException">It did not end in time and was killed.</exception>
    public async Task<int> WaitAsync(TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new InvalidOperationException(
                $"{_process.StartInfo.FileName} did not end within {timeout.TotalSeconds} s:\n{Output}\n{Errors}");
        }
    }

    /// <summary>Sends it a signal, unless it has ended. .NET has no call for this.</summary>
    /// <param name="signal">The signal's name without <c>SIG</c>.</param>
    public async Task SignalAsync(string signal)
    {
        if (_process.HasExited)
            return;
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Stops it as systemd does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await WaitAsync(StopTime);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        // Null is the end of the stream.
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
