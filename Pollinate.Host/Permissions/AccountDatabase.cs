using System.Runtime.InteropServices;

namespace Pollinate.Host.Permissions;

/// <summary>The system's users and groups, wherever <c>nsswitch.conf</c> has them from.</summary>
internal static class AccountDatabase
{
    private const int RecordSize = 64;
    private const int LargestText = 1024 * 1024;
    private const int TooSmall = 34;

    // The listing of all users has one place in the process.
    private static readonly Lock Listing = new();

    private static readonly int NumbersOffset = 2 * IntPtr.Size;
    private static readonly int MembersOffset = 3 * IntPtr.Size;

    private delegate int Getter(uint id, nint record, nint text, nint size, out nint result);

    /// <summary>The user that this process acts as.</summary>
    public static uint OwnUser => geteuid();

    /// <summary>The group that this process acts as.</summary>
    public static uint OwnGroup => getegid();

    /// <returns>Null when it has none.</returns>
    public static string? UserName(uint user) => Find(getpwuid_r, user, Name);

    /// <returns>Null when it has none.</returns>
    public static string? GroupName(uint group) => Find(getgrgid_r, group, Name);

    /// <summary>The users that the group lists, by name.</summary>
    public static IReadOnlyList<string> Members(uint group) => Find(getgrgid_r, group, record =>
    {
        var members = new List<string>();
        for (var member = Marshal.ReadIntPtr(record, MembersOffset); Marshal.ReadIntPtr(member) is not 0 and var name; member += IntPtr.Size)
            members.Add(Marshal.PtrToStringUTF8(name)!);
        return members;
    }) ?? [];

    /// <summary>
    /// The users whose first group it is. A directory service that does not list its users, as most are set up, keeps some
    /// of them to itself.
    /// </summary>
    public static IReadOnlyList<uint> UsersOf(uint group)
    {
        lock (Listing)
        {
            var users = new List<uint>();
            setpwent();
            while (getpwent() is not 0 and var record)
            {
                if ((uint)Marshal.ReadInt32(record, NumbersOffset + sizeof(uint)) == group)
                    users.Add((uint)Marshal.ReadInt32(record, NumbersOffset));
            }

            endpwent();
            return users;
        }
    }

    private static string? Name(nint record) => Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(record));

    private static T? Find<T>(Getter get, uint id, Func<nint, T?> read)
        where T : class
    {
        var record = Marshal.AllocHGlobal(RecordSize);
        try
        {
            for (var size = 4096; size <= LargestText; size *= 4)
            {
                var text = Marshal.AllocHGlobal(size);
                try
                {
                    var error = get(id, record, text, size, out var result);
                    if (error != TooSmall)
                        return error == 0 && result != 0 ? read(result) : null;
                }
                finally
                {
                    Marshal.FreeHGlobal(text);
                }
            }

            return null;
        }
        finally
        {
            Marshal.FreeHGlobal(record);
        }
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint getegid();

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getpwuid_r(uint user, nint record, nint text, nint size, out nint result);

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getgrgid_r(uint group, nint record, nint text, nint size, out nint result);

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void setpwent();

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint getpwent();

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void endpwent();
}
