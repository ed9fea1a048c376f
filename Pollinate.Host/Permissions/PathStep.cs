namespace Pollinate.Host.Permissions;

/// <summary>What a path leads over: a folder, a link, or at last what it leads to.</summary>
/// <param name="Path">Where it is, absolute and without links before its name.</param>
/// <param name="Status">Whose it is and who may do what.</param>
/// <param name="IsEnd">Whether the path leads here, and not on.</param>
internal readonly record struct PathStep(string Path, FileStatus Status, bool IsEnd);
