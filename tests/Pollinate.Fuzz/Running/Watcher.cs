using System.Globalization;
using Pollinate.Fuzz.Targets;

namespace Pollinate.Fuzz.Running;

/// <summary>Runs a target with one input and looks at what it does and takes.</summary>
internal sealed class Watcher(IFuzzTarget target)
{
    private static readonly TimeSpan FixedTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TimePerKilobyte = TimeSpan.FromMilliseconds(5);
    private const int Retries = 4;

    /// <summary>The inputs that were taken, of all.</summary>
    public long Taken { get; private set; }

    /// <summary>The problem that the input shows, or null.</summary>
    public Problem? Find(byte[] input)
    {
        for (var attempt = 0; ; attempt++)
        {
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var began = ProcessorTime.Now;
            bool isTaken;
            try
            {
                isTaken = target.Run(input);
            }
            catch (Exception exception)
            {
                return new(Signature(exception), exception.ToString());
            }

            var took = ProcessorTime.Now - began;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            var isSlow = took > FixedTime + (TimePerKilobyte * (input.Length / 1024.0));
            var isLarge = allocated > target.Memory.For(input.Length);
            if (!isSlow && !isLarge)
            {
                Taken += isTaken ? 1 : 0;
                return null;
            }

            // The first input of its kind pays for the compiler and for what is made once.
            if (attempt < Retries)
                continue;
            return isSlow
                ? new("slow", string.Create(CultureInfo.InvariantCulture, $"It took {took.TotalMilliseconds:0} ms of processor time for {input.Length} bytes."))
                : new("memory", string.Create(CultureInfo.InvariantCulture, $"It allocated {allocated} bytes for {input.Length}, and {target.Memory.For(input.Length)} are allowed."));
        }
    }

    /// <summary>The exception's type, what was broken, and the daemon's code that it came through last.</summary>
    private static string Signature(Exception exception)
    {
        var own = exception.StackTrace?.Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith("at Pollinate.Host", StringComparison.Ordinal) || line.StartsWith("at Pollinate.Abstractions", StringComparison.Ordinal));
        var what = exception is UnexpectedException ? $" {exception.Message.Split(':')[0]}" : "";
        return $"{exception.GetType().Name}{what} {own?.Split('(')[0]}".Trim();
    }
}
