namespace Pollinate.Fuzz.Targets;

/// <summary>A file for what is read from files, in memory where the system has a place for that; gone with the process.</summary>
internal static class ScratchFile
{
    private const string SharedMemory = "/dev/shm";

    private static readonly Lazy<string> Folder = new(() =>
    {
        var above = Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(above, $"pollinate-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>An empty folder for one target.</summary>
    public static string FolderFor(string target) => Directory.CreateDirectory(Path.Combine(Folder.Value, $"{target}-{Guid.NewGuid():N}")).FullName;

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, content, 0);
    }
}
