namespace Pollinate.Soak.Daemons;

internal static class BuiltPlugin
{
    /// <summary>Puts a plugin's built files into a folder.</summary>
    public static void Copy(string built, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(built))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
