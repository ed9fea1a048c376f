using System.Globalization;
using System.Runtime.InteropServices;

namespace Pollinate.Host.Dispatch;

/// <summary>Sets the priority of single threads, which .NET leaves alone on Linux.</summary>
internal static partial class NativeThread
{
    private const int Process = 0;
    private const int Lowest = 19;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The system's id of the calling thread; 0 where there is none to be had.</summary>
    public static int CurrentId()
    {
        try
        {
            return OperatingSystem.IsLinux() ? GetThreadId() : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>
    /// Leaves a thread nothing but the time that no other wants. It can't be taken back: without privileges a priority only
    /// sinks.
    /// </summary>
    public static void Demote(int threadId)
    {
        // Linux takes the id of a thread where POSIX has that of a process.
        if (threadId != 0)
            _ = SetPriority(Process, threadId, Lowest);
    }

    /// <summary>How long a thread of this process has computed; zero when that can't be known.</summary>
    public static TimeSpan ProcessorTime(int threadId)
    {
        // The clock of a thread's processor time, as Linux numbers it.
        if (threadId == 0 || GetTime((~threadId << 3) | 6, out var time) != 0)
            return TimeSpan.Zero;
        return new(((time.Seconds * NanosecondsPerSecond) + time.Nanoseconds) / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>
    /// Whether as many of the thread pool's threads are at work, or would be if they had a processor, as there are
    /// processors; false when that can't be known.
    /// </summary>
    public static bool PoolHasAllProcessors()
    {
        try
        {
            return Directory.EnumerateDirectories("/proc/self/task").Count(task => ReadStatus(task) is { } status && ThreadStatus.IsOfPoolAtWork(status))
                >= Environment.ProcessorCount;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a thread of this process waits for something else than a processor; false when that can't be known.</summary>
    public static bool IsBlocked(int threadId)
    {
        if (threadId == 0)
            return false;
        return ReadStatus(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}")) is { } status && ThreadStatus.IsBlocked(status);
    }

    private static string? ReadStatus(string task)
    {
        try
        {
            return File.ReadAllText(task + "/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out NativeTime time);

    [LibraryImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);
}
