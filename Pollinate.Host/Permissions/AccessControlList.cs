using System.Runtime.InteropServices;
using System.Text;

namespace Pollinate.Host.Permissions;

/// <summary>
/// The POSIX access control list of a file or folder: who else is named there. Where there is one, the group's part of the
/// mode is the most that anybody named has, and not what the group has.
/// </summary>
/// <param name="Users">The users named who may write.</param>
/// <param name="Groups">The groups that may write, the file's own among them.</param>
internal sealed record AccessControlList(IReadOnlyList<uint> Users, IReadOnlyList<uint> Groups)
{
    private const string Attribute = "system.posix_acl_access";
    private const int LargestAttribute = 64 * 1024;

    private const int HeaderSize = 4;
    private const int EntrySize = 8;
    private const int Write = 2;

    private const int NamedUser = 0x02;
    private const int OwnGroup = 0x04;
    private const int NamedGroup = 0x08;
    private const int Mask = 0x10;

    /// <param name="path">The file or folder; no link.</param>
    /// <param name="group">Its group.</param>
    /// <returns>Null when it has none: its mode says everything.</returns>
    public static AccessControlList? Of(string path, uint group)
    {
        var value = new byte[LargestAttribute];
        var length = getxattr([.. Encoding.UTF8.GetBytes(path), 0], [.. Encoding.UTF8.GetBytes(Attribute), 0], value, value.Length);
        return length <= 0 ? null : Read(value.AsSpan(0, (int)length), group);
    }

    /// <param name="value">The list as the kernel keeps it: a version, then for each entry a tag, permissions and a number.</param>
    /// <param name="group">The file's group.</param>
    internal static AccessControlList Read(ReadOnlySpan<byte> value, uint group)
    {
        var users = new List<uint>();
        var groups = new List<uint>();
        var mask = Write;
        for (var rest = value.Length < HeaderSize ? [] : value[HeaderSize..]; rest.Length >= EntrySize; rest = rest[EntrySize..])
        {
            var permissions = BitConverter.ToUInt16(rest[2..]);
            var id = BitConverter.ToUInt32(rest[4..]);
            switch (BitConverter.ToUInt16(rest))
            {
                case Mask:
                    mask = permissions;
                    break;
                case NamedUser when (permissions & Write) != 0:
                    users.Add(id);
                    break;
                case NamedGroup when (permissions & Write) != 0:
                    groups.Add(id);
                    break;
                case OwnGroup when (permissions & Write) != 0:
                    groups.Add(group);
                    break;
            }
        }

        return (mask & Write) == 0 ? new([], []) : new(users, groups);
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint getxattr(byte[] path, byte[] name, [Out] byte[] value, nint size);
}
