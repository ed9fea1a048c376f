using System.Globalization;
using System.Runtime.InteropServices;

namespace Pollinate.Harness.Reports;

/// <summary>Where was measured.</summary>
/// <param name="Cores">How many cores the processes have.</param>
/// <param name="Processor">The model of the CPU.</param>
/// <param name="MemoryMiB">The machine's memory.</param>
/// <param name="Kernel">The kernel's release.</param>
/// <param name="Runtime">The release of .NET.</param>
internal sealed record Machine(int Cores, string Processor, int MemoryMiB, string Kernel, string Runtime)
{
    public static Machine Read() => new(
        Environment.ProcessorCount,
        Value("/proc/cpuinfo", "model name") ?? "unknown",
        int.Parse(Value("/proc/meminfo", "MemTotal")!.Split(' ')[0], CultureInfo.InvariantCulture) / 1024,
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription);

    private static string? Value(string file, string name) =>
        File.ReadLines(file).Select(line => line.Split(':', 2)).FirstOrDefault(pair => pair[0].Trim() == name)?[1].Trim();
}
