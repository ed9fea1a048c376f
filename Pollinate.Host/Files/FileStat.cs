using System.Runtime.InteropServices;
using System.Text;

namespace Pollinate.Host.Files;

/// <summary>
/// What Linux says of a file by <c>statx</c>, whose structure is the same on every architecture
/// (https://man7.org/linux/man-pages/man2/statx.2.html). Safe for any thread.
/// </summary>
internal static class FileStat
{
    private const int Size = 256;
    private const int CurrentDirectory = -100;
    private const int LinkItself = 0x100;
    private const uint BasicStats = 0x7ff;

    /// <summary>Asks.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="followsLink">Of a link, whether to ask about what it leads to.</param>
    /// <returns>The structure; null when there is no such file, or this process can't get at it.</returns>
    public static byte[]? Read(string path, bool followsLink)
    {
        var stat = new byte[Size];
        return statx(CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], followsLink ? 0 : LinkItself, BasicStats, stat) == 0 ? stat : null;
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, [Out] byte[] result);
}
