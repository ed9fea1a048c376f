using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Pollinate.Host.Containment;

/// <summary>The working directory of the process, compared without an allocation.</summary>
internal static partial class WorkingDirectory
{
    private const int LongestPath = 4096;

    /// <returns>The path in the file system's own bytes; empty when there is none, as after the directory was removed.</returns>
    public static unsafe byte[] Read()
    {
        var buffer = stackalloc byte[LongestPath];
        return GetCwd(buffer, LongestPath) is null
            ? []
            : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer).ToArray();
    }

    [SkipLocalsInit]
    public static unsafe bool Is(byte[] expected)
    {
        // Room for the expected path and its end: a longer one is refused, and is another.
        var size = expected.Length + 1;
        var buffer = stackalloc byte[size];
        return GetCwd(buffer, (nuint)size) is null
            ? expected.Length == 0 && Read().Length == 0
            : new ReadOnlySpan<byte>(buffer, size).IndexOf((byte)0) == expected.Length
                && new ReadOnlySpan<byte>(buffer, expected.Length).SequenceEqual(expected);
    }

    /// <returns>Whether it is set now.</returns>
    public static bool TrySet(byte[] path)
    {
        if (path.Length == 0)
            return false;
        try
        {
            Directory.SetCurrentDirectory(Text(path));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The path for messages.</summary>
    public static string Text(byte[] path) => path.Length == 0 ? "a directory that is gone" : Encoding.UTF8.GetString(path);

    // It reads two names that the kernel has in memory: too short for the runtime's transition to be worth its cost.
    [LibraryImport("libc", EntryPoint = "getcwd")]
    [SuppressGCTransition]
    private static unsafe partial byte* GetCwd(byte* buffer, nuint size);
}
