namespace Pollinate.Architecture.Tests;

/// <summary>The sources that this test was built from.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution file, above the built tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files of a folder, without what the build generates.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split('/').Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "nova-pollinate.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("nova-pollinate.slnx is not above the tests.");
    }
}
