using System.Runtime.InteropServices;
using Pollinate.Host.Files;

namespace Pollinate.Host.Plugins;

/// <summary>
/// By what a change of a file is noticed without reading it: its size, when its content changed and, on Linux, when its inode
/// did, which <c>cp --preserve</c> and <c>touch</c> can't set back.
/// </summary>
/// <param name="Length">In bytes; -1 when there is no such file.</param>
/// <param name="ContentChanged">In a unit that only serves to compare.</param>
/// <param name="InodeChanged">The same; 0 where it is not known.</param>
internal readonly record struct FileTimes(long Length, long ContentChanged, long InodeChanged)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private const int SizeOffset = 40;
    private const int InodeChangedOffset = 96;
    private const int ContentChangedOffset = 112;

    private static readonly bool HasStatx = NativeLibrary.TryLoad("libc", typeof(FileTimes).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, "statx", out _);

    /// <summary>A file's, or those of what a link leads to.</summary>
    /// <param name="path">The file, absolute.</param>
    public static FileTimes Of(string path)
    {
        if (!HasStatx)
        {
            var file = new FileInfo(path);
            return file.Exists ? new(file.Length, file.LastWriteTimeUtc.Ticks, 0) : new(-1, 0, 0);
        }

        return FileStat.Read(path, followsLink: true) is { } stat
            ? new(Number(stat, SizeOffset), Time(stat, ContentChangedOffset), Time(stat, InodeChangedOffset))
            : new(-1, 0, 0);
    }

    private static long Time(byte[] stat, int offset) =>
        unchecked((Number(stat, offset) * NanosecondsPerSecond) + BitConverter.ToUInt32(stat, offset + sizeof(long)));

    private static long Number(byte[] stat, int offset) => BitConverter.ToInt64(stat, offset);
}
