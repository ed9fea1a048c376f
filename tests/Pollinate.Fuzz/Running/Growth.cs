using System.Globalization;
using Pollinate.Fuzz.Inputs;

namespace Pollinate.Fuzz.Running;

/// <summary>
/// What eight times the input costs. A reader whose cost grows with the square of what it reads takes 64 times as much: then a
/// few megabytes keep a processor for hours. And what the larger one may allocate is what any input may.
/// </summary>
internal static class Growth
{
    private const int Smallest = 500;
    private const int Factor = 8;
    private const int Repetitions = 5;
    // Half way, in powers, between growing with the input and with its square.
    private const double MostTimes = 24;
    private static readonly TimeSpan TooShortToTell = TimeSpan.FromMilliseconds(4);
    private const long TooLittleToTell = 1024 * 1024;

    /// <summary>Measures targets one after the other, and says what each kind of growth costs.</summary>
    /// <returns>Whether none costs more than it should.</returns>
    public static bool Measure(IReadOnlyList<string> targets, TextWriter output)
    {
        var isGood = true;
        foreach (var target in targets.Select(Targets.AllTargets.Make))
        {
            foreach (var (kind, make) in GrowingInputs.Of(target))
                isGood &= Measure(target, kind, make, output);
        }

        return isGood;
    }

    private static bool Measure(IFuzzTarget target, string kind, Func<int, byte[]> make, TextWriter output)
    {
        var (small, large) = (make(Smallest), make(Smallest * Factor));
        var (time, memory) = Cost(target, small);
        var (timeOfLarge, memoryOfLarge) = Cost(target, large);
        var isSlow = timeOfLarge > TooShortToTell && timeOfLarge > time * MostTimes;
        var isLarge = (memoryOfLarge > TooLittleToTell && memoryOfLarge > memory * MostTimes)
            || (memoryOfLarge > target.Memory.For(large.Length) && kind != GrowingInputs.References);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}, {kind}: {small.Length} to {large.Length} bytes, {time.TotalMilliseconds:0.00} to {timeOfLarge.TotalMilliseconds:0.00} ms, {memory} to {memoryOfLarge} bytes allocated{(isSlow || isLarge ? ": too much" : "")}"));
        return !isSlow && !isLarge;
    }

    // The least of some: the first ones pay for the compiler.
    private static (TimeSpan Time, long Memory) Cost(IFuzzTarget target, byte[] input)
    {
        var (time, memory) = (TimeSpan.MaxValue, long.MaxValue);
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var began = ProcessorTime.Now;
            target.Run(input);
            var took = ProcessorTime.Now - began;
            time = took < time ? took : time;
            memory = Math.Min(memory, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        return (time, memory);
    }
}
