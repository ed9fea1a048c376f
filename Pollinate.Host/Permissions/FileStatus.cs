using Pollinate.Host.Files;

namespace Pollinate.Host.Permissions;

/// <summary>Whose a file, folder or link is, and who may do what with it, as its mode says.</summary>
/// <param name="Owner">The number of its owner.</param>
/// <param name="Group">The number of its group.</param>
/// <param name="Mode">Type and permissions, as <c>stat</c> has them.</param>
internal readonly record struct FileStatus(uint Owner, uint Group, int Mode)
{
    private const int TypeBits = 0xF000;
    private const int FolderType = 0x4000;
    private const int LinkType = 0xA000;
    private const int PermissionBits = 0xFFF;
    private const int StickyBit = 0x200;

    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;

    public bool IsLink => (Mode & TypeBits) == LinkType;

    public bool IsFolder => (Mode & TypeBits) == FolderType;

    /// <summary>Whether what is in the folder can be renamed and removed by its own owner alone, and the folder's.</summary>
    public bool IsSticky => (Mode & StickyBit) != 0;

    /// <summary>With an access control list: whether anybody may who is named there, or the group.</summary>
    public bool GroupMayWrite => ((UnixFileMode)Mode & UnixFileMode.GroupWrite) != 0;

    public bool OthersMayWrite => ((UnixFileMode)Mode & UnixFileMode.OtherWrite) != 0;

    public bool OthersMayRead => ((UnixFileMode)Mode & UnixFileMode.OtherRead) != 0;

    /// <summary>Whether others may get at what is in the folder.</summary>
    public bool OthersMayEnter => ((UnixFileMode)Mode & UnixFileMode.OtherExecute) != 0;

    /// <summary>The permissions as <c>chmod</c> takes them.</summary>
    public string Permissions => Convert.ToString(Mode & PermissionBits, 8).PadLeft(4, '0');

    /// <summary>Of a file, a folder, or a link itself.</summary>
    /// <param name="path">Absolute.</param>
    /// <returns>Null when there is no such thing, or this process can't get at it.</returns>
    public static FileStatus? Of(string path) => FileStat.Read(path, followsLink: false) is { } stat
        ? new(BitConverter.ToUInt32(stat, OwnerOffset), BitConverter.ToUInt32(stat, GroupOffset), BitConverter.ToUInt16(stat, ModeOffset))
        : null;
}
