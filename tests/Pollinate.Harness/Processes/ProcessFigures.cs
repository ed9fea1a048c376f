using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Pollinate.Harness.Processes;

/// <summary>What the kernel tells about a process.</summary>
internal static partial class ProcessFigures
{
    /// <summary>The kernel's unit of time in <c>/proc/PID/stat</c>: USER_HZ, which is 100 on every machine that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private static readonly string RuntimeRoot = FindRuntimeRoot();

    /// <summary>The CPU time of a process so far, of all its threads, user and system.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        // The name in parentheses may hold anything, spaces too.
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>
    /// The memory of a process in MiB: its own, and its share of what it shares with others (PSS). Pages of .NET's own files
    /// count in full, as where nothing else runs .NET; the harness does, and would halve them.
    /// </summary>
    public static double Memory(int process) => ReadMemory(File.ReadLines($"/proc/{process}/smaps"), RuntimeRoot);

    /// <summary>That memory in MiB, from the lines of <c>smaps</c>.</summary>
    public static double ReadMemory(IEnumerable<string> lines, string runtimeRoot)
    {
        var (sum, isOfRuntime) = (0L, false);
        foreach (var line in lines)
        {
            // A mapping begins with its addresses; its fields have a name and a colon.
            if (Mapping().Match(line) is { Success: true } mapping)
                isOfRuntime = mapping.Groups[1].Value.StartsWith(runtimeRoot, StringComparison.Ordinal);
            else if (line.StartsWith(isOfRuntime ? "Rss:" : "Pss:", StringComparison.Ordinal))
                sum += long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }

        return sum / 1024.0;
    }

    /// <summary>The folder of .NET above <c>shared/Microsoft.NETCore.App/VERSION/</c>, with a slash at its end.</summary>
    private static string FindRuntimeRoot() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) + "/";

    [GeneratedRegex(@"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)$")]
    private static partial Regex Mapping();
}
