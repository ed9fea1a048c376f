using Pollinate.Host.Text;

namespace Pollinate.Host.Permissions;

/// <summary>A file or folder that others than root and the daemon's user can write to.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Status">Whose it is and what its mode says.</param>
/// <param name="Leads">Whether what counts lies below it; false when it is part of it.</param>
/// <param name="Who">Who can write to it: <c>everybody</c>, <c>the group staff</c>.</param>
/// <param name="Cure">What to do about it.</param>
internal sealed record WritableFile(string Path, FileStatus Status, bool Leads, string Who, string Cure)
{
    /// <summary>A sentence for the operator.</summary>
    /// <param name="subject">What it belongs or leads to: <c>the configuration</c>.</param>
    public string Describe(string subject) => OneLine.Of(
        $"{Path} {(Leads ? "leads" : "belongs")} to {subject}, and {Who} can write to it (mode {Status.Permissions}, owner " +
        $"{Accounts.User(Status.Owner)}, group {Accounts.Group(Status.Group)}); only root and the daemon's user may: {Cure}.");
}
