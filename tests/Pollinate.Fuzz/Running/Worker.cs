using System.Diagnostics;
using Pollinate.Fuzz.Inputs;

namespace Pollinate.Fuzz.Running;

/// <summary>Runs a target with one input after the other, in this process.</summary>
internal sealed class Worker(IFuzzTarget target, InputSource inputs, FindingFolder findings)
{
    private const int AttemptsToMinimise = 3000;
    private const int MostSignatures = 20;
    private const int NumbersBetweenLooks = 1024;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Watcher _watcher = new(target);

    /// <param name="seed">The seed of the inputs.</param>
    /// <param name="from">The first one's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="time">How long at most.</param>
    /// <param name="progress">Told what is being run.</param>
    public void Run(ulong seed, long from, long count, TimeSpan time, Progress progress)
    {
        var clock = Stopwatch.StartNew();
        var number = from;
        for (; number < from + count && _seen.Count < MostSignatures; number++)
        {
            progress.Number = number;
            var input = inputs.Make(seed, number);
            if (_watcher.Find(input) is { } problem && _seen.Add(problem.Signature))
                findings.Add(new(target.Name, seed, number, Minimise(input, problem), problem));
            progress.Taken = _watcher.Taken;
            if (number % NumbersBetweenLooks != 0)
                continue;
            progress.PeakMemory = PeakMemory();
            if (clock.Elapsed > time)
            {
                number++;
                break;
            }
        }

        progress.Number = number;
        progress.PeakMemory = PeakMemory();
        progress.IsDone = true;
    }

    // With a watcher of its own: what is tried here is none of the inputs that are counted.
    private byte[] Minimise(byte[] input, Problem problem)
    {
        var watcher = new Watcher(target);
        return Minimiser.Reduce(input, smaller => watcher.Find(smaller)?.Signature == problem.Signature, AttemptsToMinimise);
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
