using Microsoft.Win32.SafeHandles;

namespace Pollinate.Host.Secrets.Files;

/// <summary>By what a change of a file is noticed.</summary>
internal readonly record struct FilePrint(long Length, DateTime ChangedAt)
{
    public static FilePrint Of(SafeFileHandle handle) => new(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
}
