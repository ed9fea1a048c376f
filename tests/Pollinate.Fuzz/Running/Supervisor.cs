using System.Diagnostics;
using Pollinate.Fuzz.Inputs;
using Pollinate.Fuzz.Targets;

namespace Pollinate.Fuzz.Running;

/// <summary>
/// Runs targets in processes of their own, which may overflow their stack or hang: the input that a process died of is made
/// once more, made smaller and kept, and the next process goes on behind it.
/// </summary>
internal sealed class Supervisor(RunSettings settings, TextWriter output)
{
    private const int MostDeaths = 10;
    // Each costs the start of a process.
    private const int AttemptsToMinimise = 40;

    private readonly FindingFolder _findings = new(Path.Combine(settings.Output, "findings"));

    /// <returns>What came of each target, in their order.</returns>
    public async Task<IReadOnlyList<TargetResult>> RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Output);
        // What an earlier run found is not of this one.
        foreach (var target in settings.Targets.Where(target => Directory.Exists(Path.Combine(_findings.Path, target))))
            Directory.Delete(Path.Combine(_findings.Path, target), recursive: true);
        using var places = new SemaphoreSlim(settings.Jobs);
        return await Task.WhenAll(settings.Targets.Select(target => RunAsync(target, places, cancellationToken)));
    }

    private async Task<TargetResult> RunAsync(string target, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            var result = await RunAsync(target, cancellationToken);
            await output.WriteLineAsync(Report.Line(result));
            return result;
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<TargetResult> RunAsync(string target, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var (next, end) = (settings.From, settings.From + settings.Inputs);
        var (taken, peak) = (0L, 0L);
        for (var deaths = 0; next < end && clock.Elapsed < settings.Time && deaths < MostDeaths; deaths++)
        {
            var file = Path.Combine(settings.Output, $".progress-{target}");
            using var progress = Progress.Create(file);
            progress.Number = next;
            using var worker = new WorkerProcess(
                "work", "--target", target, "--seed", WorkerProcess.Text(settings.Seed), "--from", WorkerProcess.Text(next),
                "--inputs", WorkerProcess.Text(end - next), "--seconds", WorkerProcess.Text((settings.Time - clock.Elapsed).TotalSeconds),
                "--progress", file, "--findings", _findings.Path);
            var code = await worker.RunAsync(() => progress.Number, settings.Longest, cancellationToken);
            next = progress.Number;
            taken += progress.Taken;
            peak = Math.Max(peak, progress.PeakMemory);
            var isDone = progress.IsDone;
            File.Delete(file);
            if (isDone)
                break;
            // Before the first input: it can't be run at all.
            if (code is 1 or 2)
                throw new FuzzException($"The worker of {target} could not work: {worker.Said.Trim()}");
            await KeepAsync(target, next, worker, code, cancellationToken);
            next++;
        }

        return new(target, next - settings.From, taken, clock.Elapsed, peak, _findings.Read(target));
    }

    private async Task KeepAsync(string target, long number, WorkerProcess worker, int code, CancellationToken cancellationToken)
    {
        var input = new InputSource(AllTargets.Make(target)).Make(settings.Seed, number);
        if (worker.HasHung)
        {
            _findings.Add(new(target, settings.Seed, number, input, new("hang", "It did not end.")));
            return;
        }

        var first = worker.Said.Split('\n').FirstOrDefault(line => line.Contains("at Pollinate.Host", StringComparison.Ordinal))?.Trim().Split('(')[0];
        var problem = new Problem($"process ended with {code} {first}".Trim(), worker.Said);
        if (_findings.Has(target, problem))
            return;
        var smaller = await MinimiseAsync(target, input, code, cancellationToken);
        _findings.Add(new(target, settings.Seed, number, smaller, problem));
    }

    /// <summary>Halves, quarters and so on are left out, each tried in a process of its own.</summary>
    private async Task<byte[]> MinimiseAsync(string target, byte[] input, int code, CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.Output, $".try-{target}");
        var attempts = AttemptsToMinimise;
        for (var size = input.Length / 2; size >= 1 && attempts > 0; size /= 2)
        {
            for (var at = 0; at < input.Length && attempts > 0; attempts--)
            {
                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(at + size, input.Length))];
                await File.WriteAllBytesAsync(file, without, cancellationToken);
                using var attempt = new WorkerProcess("replay", "--target", target, "--file", file);
                if (await attempt.RunAsync(() => 0, settings.Longest, cancellationToken) == code)
                    input = without;
                else
                    at += size;
            }
        }

        File.Delete(file);
        return input;
    }
}
