using System.Globalization;

namespace Pollinate.Host.Permissions;

/// <summary>
/// Whose word the daemon takes: root's and that of its own user, who could change it anyway. Answers for one check; not safe
/// for more than one thread.
/// </summary>
/// <param name="self">The daemon's user.</param>
internal sealed class Accounts(uint self)
{
    private const uint Root = 0;

    private readonly Dictionary<uint, bool> _groups = [];

    /// <summary>Of the user that this process acts as.</summary>
    public static Accounts OfProcess() => new(AccountDatabase.OwnUser);

    /// <summary>Whether the daemon's user is root itself.</summary>
    public bool IsRoot => self == Root;

    public bool Trusts(uint user) => user == Root || user == self;

    /// <summary>
    /// Whether a group is nobody's but theirs: root's own, or one that bears the daemon's user's name and has nobody else in
    /// it, as each user has one where umask 002 is usual.
    /// </summary>
    public bool TrustsGroup(uint group)
    {
        if (group == Root)
            return true;
        if (!_groups.TryGetValue(group, out var trusted))
            _groups[group] = trusted = IsPrivate(group);
        return trusted;
    }

    /// <summary>A user's name, or the number when it has none.</summary>
    public static string User(uint user) => AccountDatabase.UserName(user) ?? user.ToString(CultureInfo.InvariantCulture);

    /// <summary>A group's name, or the number when it has none.</summary>
    public static string Group(uint group) => AccountDatabase.GroupName(group) ?? group.ToString(CultureInfo.InvariantCulture);

    private bool IsPrivate(uint group) =>
        AccountDatabase.UserName(self) is { } name
        && AccountDatabase.GroupName(group) == name
        && AccountDatabase.Members(group).All(member => member == name || member == AccountDatabase.UserName(Root))
        && AccountDatabase.UsersOf(group).All(Trusts);
}
