using System.Buffers.Binary;
using System.Globalization;

namespace Pollinate.Host.Files;

/// <summary>Which file a path leads to: the same for every name of a file, and for no other file that is there.</summary>
/// <param name="Device">The device, as <c>st_dev</c> has it.</param>
/// <param name="Inode">The file's number there.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    // Where statx has them.
    private const int InodeAt = 32;
    private const int MajorAt = 136;
    private const int MinorAt = 140;

    /// <summary>That of what a path leads to; null when it leads nowhere.</summary>
    public static FileIdentity? Of(string path)
    {
        if (FileStat.Read(path, followsLink: true) is not { } stat)
            return null;
        ulong major = BinaryPrimitives.ReadUInt32LittleEndian(stat.AsSpan(MajorAt));
        ulong minor = BinaryPrimitives.ReadUInt32LittleEndian(stat.AsSpan(MinorAt));
        var device = ((major & 0xFFFFF000) << 32) | ((major & 0xFFF) << 8) | ((minor & 0xFFFFFF00) << 12) | (minor & 0xFF);
        return new(device, BinaryPrimitives.ReadUInt64LittleEndian(stat.AsSpan(InodeAt)));
    }

    /// <summary>As systemd writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Device}:{Inode}");
}
