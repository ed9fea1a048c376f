using System.Runtime.InteropServices;

namespace Pollinate.Fuzz.Running;

/// <summary>The time that the calling thread has computed: unlike a clock, it says the same on a machine that is busy.</summary>
internal static partial class ProcessorTime
{
    private const int OfThread = 3;
    private const double NanosecondsPerTick = 100;

    public static TimeSpan Now =>
        GetTime(OfThread, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks((long)(time.Nanoseconds / NanosecondsPerTick))
            : throw new FuzzException("The system does not tell a thread's processor time.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
