namespace Pollinate.Host.Tests.Support;

/// <summary>Where the build puts the plugins that tests use.</summary>
internal static class BuiltPlugins
{
    /// <summary>The providers that ship with the daemon.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>The plugins under tests/Plugins, one for each situation.</summary>
    public static string Fixtures { get; } = Path.Combine(AppContext.BaseDirectory, "fixtures");

    /// <summary>Copies one plugin into a plugins folder of a test's own.</summary>
    public static string CopyFixture(string name, string pluginsDirectory, string? newName = null)
    {
        var to = Path.Combine(pluginsDirectory, newName ?? name);
        CopyFolder(Path.Combine(Fixtures, name), to);
        return to;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
