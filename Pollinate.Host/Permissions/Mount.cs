using System.Runtime.InteropServices;
using System.Text;

namespace Pollinate.Host.Permissions;

/// <summary>How the file system is mounted that a file is on.</summary>
internal static class Mount
{
    private const int StatvfsSize = 256;
    private const ulong ReadOnly = 1;

    // Behind two sizes, three counts of blocks, three of files and a number, each of eight bytes.
    private const int FlagsOffset = 9 * sizeof(ulong);

    /// <summary>
    /// Whether nobody can write to it, whatever its mode says. So are Kubernetes' mounts of a ConfigMap or a Secret, whose
    /// folder is writable to everybody by its mode.
    /// </summary>
    public static bool IsReadOnly(string path)
    {
        if (!Environment.Is64BitProcess)
            return false;
        var result = new byte[StatvfsSize];
        return statvfs([.. Encoding.UTF8.GetBytes(path), 0], result) == 0 && (BitConverter.ToUInt64(result, FlagsOffset) & ReadOnly) != 0;
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statvfs(byte[] path, [Out] byte[] result);
}
