namespace Pollinate.Fuzz.Targets;

/// <summary>A file for what is read from files, in memory where the system has a place for that; gone with the process.</summary>
internal static class ScratchFile
{
    private const string SharedMemory = "/dev/shm";

    private static string Above => Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath();

    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateDirectory(Path.Combine(Above, $"pollinate-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>An empty folder for one target.</summary>
    public static string FolderFor(string target) => Directory.CreateDirectory(Path.Combine(Folder.Value, $"{target}-{Guid.NewGuid():N}")).FullName;

    /// <summary>Removes what a process has left that did not come to its end.</summary>
    public static void RemoveOf(int process)
    {
        foreach (var folder in Directory.EnumerateDirectories(Above, $"pollinate-fuzz-{process}-*"))
            Directory.Delete(folder, recursive: true);
    }

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, content, 0);
    }
}
