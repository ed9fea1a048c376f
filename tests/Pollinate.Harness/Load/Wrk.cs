using System.Diagnostics;
using System.Globalization;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Load;

/// <summary>Loads a server with wrk, one thread of it: the cores are shared with what is measured.</summary>
internal sealed class Wrk
{
    /// <summary>As long as Nova waits; a request that takes longer has failed.</summary>
    private const string Timeout = "5s";

    private readonly string _program;

    private Wrk(string program) => _program = program;

    /// <exception cref="HarnessException">There is no wrk, and it can't be installed.</exception>
    public static async Task<Wrk> FindAsync(CancellationToken cancellationToken) =>
        new(await DebianPackage.EnsureAsync("wrk", cancellationToken));

    /// <param name="address">What to ask.</param>
    /// <param name="script">How, in Lua.</param>
    /// <param name="connections">How many connections ask, each again as soon as it is answered.</param>
    /// <param name="duration">For how long; whole seconds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HarnessException">Some request failed.</exception>
    public async Task<WrkResult> RunAsync(Uri address, string script, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-bench-");
        try
        {
            // Owner only: it holds a token.
            var file = Path.Combine(folder.FullName, "load.lua");
            await File.WriteAllTextAsync(file, script, cancellationToken);
            var seconds = Math.Max(1, Math.Round(duration.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return WrkOutput.Read(await RunAsync(
                ["--threads", "1", "--connections", $"{connections}", "--duration", $"{seconds}s", "--timeout", Timeout, "--latency", "--script", file, $"{address}"],
                cancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var wrk = Process.Start(new ProcessStartInfo(_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = wrk.StandardError.ReadToEndAsync(cancellationToken);
            var output = await wrk.StandardOutput.ReadToEndAsync(cancellationToken);
            await wrk.WaitForExitAsync(cancellationToken);
            return wrk.ExitCode == 0 ? output : throw new HarnessException($"wrk ended with {wrk.ExitCode}: {output.Trim()} {(await errors).Trim()}");
        }
        catch (OperationCanceledException)
        {
            wrk.Kill();
            throw;
        }
    }
}
