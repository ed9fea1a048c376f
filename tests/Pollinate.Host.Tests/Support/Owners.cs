using System.Runtime.InteropServices;
using System.Text;

namespace Pollinate.Host.Tests.Support;

/// <summary>Sets whose files are and who may do what with them.</summary>
internal static class Owners
{
    /// <summary>A user, and a group, that no machine has.</summary>
    public const uint Stranger = 543_210;

    private const uint Same = uint.MaxValue;

    public static bool AreMineToSet { get; } = Environment.IsPrivilegedProcess;

    /// <param name="path">The file or folder.</param>
    /// <param name="mode">As <c>chmod</c> takes it: <c>0644</c>.</param>
    public static void Mode(string path, string mode) => File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

    /// <summary>Gives a file, folder or link away, which only root can.</summary>
    public static void Give(string path, uint user = Same, uint group = Same)
    {
        if (!AreMineToSet)
            Assert.Ignore("Only root can give files away.");
        lchown([.. Encoding.UTF8.GetBytes(path), 0], user, group).Should().Be(0);
    }

    /// <summary>Sets an access control list as <c>setfacl</c> does: what the owner, one user, the group, all of these but the owner, and others may.</summary>
    public static void List(string path, int owner, (uint Id, int May) user, int group, int mask, int others)
    {
        var list = AccessControlList((0x01, owner, Same), (0x02, user.May, user.Id), (0x04, group, Same), (0x10, mask, Same), (0x20, others, Same));
        if (setxattr([.. Encoding.UTF8.GetBytes(path), 0], [.. "system.posix_acl_access\0"u8], list, list.Length, 0) != 0)
            Assert.Ignore("This file system has no access control lists.");
    }

    /// <summary>The list as the kernel keeps it.</summary>
    public static byte[] AccessControlList(params (int Tag, int May, uint Id)[] entries) =>
    [
        .. BitConverter.GetBytes(2),
        .. entries.SelectMany(entry => (byte[])[.. BitConverter.GetBytes((ushort)entry.Tag), .. BitConverter.GetBytes((ushort)entry.May), .. BitConverter.GetBytes(entry.Id)]),
    ];

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lchown(byte[] path, uint user, uint group);

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setxattr(byte[] path, byte[] name, byte[] value, nint size, int flags);
}
