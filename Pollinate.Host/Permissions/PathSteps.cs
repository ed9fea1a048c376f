namespace Pollinate.Host.Permissions;

/// <summary>
/// Goes the way that the kernel goes when a path is opened: folder by folder from the root, over every link. Whoever can
/// write to one of them can lead the path elsewhere.
/// </summary>
internal static class PathSteps
{
    private const string Root = "/";

    /// <summary>As many as the kernel follows.</summary>
    private const int MostLinks = 40;

    /// <param name="path">Absolute.</param>
    /// <returns>Each step; those before what is missing when the path leads to nothing.</returns>
    public static IEnumerable<PathStep> Of(string path)
    {
        var ahead = new Stack<string>();
        Push(ahead, path);
        var here = Root;
        var links = 0;
        if (FileStatus.Of(here) is not { } last)
            yield break;
        yield return new(here, last, IsEnd: false);
        while (ahead.TryPop(out var name))
        {
            if (name == "..")
            {
                here = Path.GetDirectoryName(here) ?? Root;
                continue;
            }

            var entry = Path.Combine(here, name);
            if (FileStatus.Of(entry) is not { } status)
                yield break;
            if (!status.IsLink)
            {
                here = entry;
                if (ahead.Count > 0)
                    yield return new(here, status, IsEnd: false);
                continue;
            }

            if (++links > MostLinks || new FileInfo(entry).LinkTarget is not { } target)
                yield break;
            yield return new(entry, status, IsEnd: false);
            if (Path.IsPathRooted(target))
                here = Root;
            Push(ahead, target);
        }

        if (FileStatus.Of(here) is { } end)
            yield return new(here, end, IsEnd: true);
    }

    private static void Push(Stack<string> ahead, string path)
    {
        foreach (var name in path.Split('/').Where(name => name.Length > 0 && name != ".").Reverse())
            ahead.Push(name);
    }
}
