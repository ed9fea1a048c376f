using System.Runtime.InteropServices;

namespace Pollinate.Host.Listening;

/// <summary>
/// How many connections the process's limit of open files allows. Without a file descriptor left the runtime can't read how much
/// memory there is, and ends the process as if there were none.
/// </summary>
internal static class OpenFileLimit
{
    private const int OpenFiles = 7;

    /// <summary>For assemblies, the log, files of secrets, and the connections that the daemon makes.</summary>
    private const ulong Reserve = 512;

    /// <summary>The most connections that leave the daemon enough for itself.</summary>
    public static int Connections => getrlimit(OpenFiles, out var limit) == 0 ? ConnectionsFor(limit.Current) : int.MaxValue;

    /// <summary>The limit itself; -1 where the system does not tell.</summary>
    public static long Descriptors => getrlimit(OpenFiles, out var limit) == 0 ? (long)Math.Min(limit.Current, long.MaxValue) : -1;

    /// <summary>The same for a limit.</summary>
    public static int ConnectionsFor(ulong limit) =>
        (int)Math.Clamp(limit > Reserve ? Math.Max(limit / 4, limit - Reserve) : limit / 4, 1, int.MaxValue);

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getrlimit(int resource, out Limits limits);

    // The system's own structure.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limits(ulong Current, ulong Most);
}
