namespace Pollinate.Host.Permissions;

/// <summary>
/// Finds what others than root and the daemon's user can write to, of what paths lead over and folders hold. Finds each thing
/// once, however often it is looked at. Not safe for more than one thread.
/// </summary>
/// <param name="accounts">Whom the daemon trusts.</param>
internal sealed class WriteCheck(Accounts accounts)
{
    private readonly HashSet<(string Path, bool IsEnd)> _seen = [];
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>Looks at a file or folder, at every folder above it, and at every link on the way.</summary>
    /// <param name="path">Absolute.</param>
    public IReadOnlyList<WritableFile> Way(string path)
    {
        var found = new List<WritableFile>();
        Walk(path, found);
        return found;
    }

    /// <summary>Looks at the same, and at everything that is in the folder, behind links too.</summary>
    /// <param name="folder">Absolute.</param>
    public IReadOnlyList<WritableFile> Tree(string folder)
    {
        var found = new List<WritableFile>();
        var folders = new Stack<string>();
        Enter(Walk(folder, found), folders);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in Entries(next))
            {
                // The way to what is no link is known to here.
                var step = FileStatus.Of(entry) is not { } status ? null
                    : status.IsLink ? Walk(entry, found)
                    : Look(new(entry, status, IsEnd: true), found);
                Enter(step, folders);
            }
        }

        return found;
    }

    private void Enter(PathStep? step, Stack<string> folders)
    {
        // Links may lead in a circle.
        if (step is { Status.IsFolder: true } folder && _folders.Add(folder.Path))
            folders.Push(folder.Path);
    }

    /// <returns>What the path leads to; null when it leads to nothing.</returns>
    private PathStep? Walk(string path, List<WritableFile> found)
    {
        foreach (var step in PathSteps.Of(path))
        {
            Look(step, found);
            if (step.IsEnd)
                return step;
        }

        return null;
    }

    private PathStep? Look(PathStep step, List<WritableFile> found)
    {
        // A folder on the way may be sticky, and is looked at otherwise than the end of one.
        if (_seen.Add((step.Path, step.IsEnd)) && Find(step) is { } writable && !IsReadOnly(step) && _found.Add(step.Path))
            found.Add(writable);
        return step;
    }

    /// <remarks>A link is where its folder is, not where it leads to.</remarks>
    private static bool IsReadOnly(PathStep step) => Mount.IsReadOnly(step.Status.IsLink ? Path.GetDirectoryName(step.Path)! : step.Path);

    private WritableFile? Find(PathStep step)
    {
        var status = step.Status;
        var isOwned = accounts.Trusts(status.Owner);
        var writers = Writers(step);
        if (isOwned && writers.Count == 0)
            return null;
        var word = ShellWord.Of(step.Path);
        var owner = Accounts.User(status.Owner);
        string[] who = [.. isOwned ? Array.Empty<string>() : [$"its owner {owner}"], .. writers];
        string[] commands =
        [
            .. isOwned ? Array.Empty<string>() : [$"chown {(status.IsLink ? "-h " : "")}root {word}"],
            .. writers.Count == 0 ? Array.Empty<string>() : [$"chmod go-w {word}"],
        ];
        // A command of root's has root for the daemon's user.
        var hint = accounts.IsRoot && !isOwned ? $", or run this as {owner} if that is the daemon's user" : "";
        return new(step.Path, status, !step.IsEnd && !status.IsLink, string.Join(" and ", who), $"run {string.Join(" && ", commands)}{hint}");
    }

    private List<string> Writers(PathStep step)
    {
        var status = step.Status;
        // Nobody writes to a link. In a sticky folder nobody can touch what is someone else's, and whose that is is looked at.
        if (status.IsLink || (status.IsFolder && status.IsSticky && !step.IsEnd))
            return [];
        if (status.OthersMayWrite)
            return ["everybody"];
        if (!status.GroupMayWrite)
            return [];
        var (users, groups) = AccessControlList.Of(step.Path, status.Group) ?? new([], [status.Group]);
        return
        [
            .. groups.Where(group => !accounts.TrustsGroup(group)).Select(group => $"the group {Accounts.Group(group)}"),
            .. users.Where(user => !accounts.Trusts(user)).Select(user => $"the user {Accounts.User(user)} in its access control list"),
        ];
    }

    private static IReadOnlyList<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What can't be listed can't be copied either, and whoever tries says so.
            return [];
        }
    }
}
