namespace Pollinate.Soak.Daemons;

/// <summary>The plugin whose versions take turns.</summary>
/// <param name="built">Where the build left a plugin, by its name.</param>
/// <param name="plugins">The daemon's plugins folder.</param>
internal sealed class VersionedPlugin(Func<string, string> built, string plugins)
{
    private const string Name = "Fixture.Versions";

    private readonly string _folder = Path.Combine(plugins, Name);

    /// <summary>The files of a version into those that are there, as <c>cp</c> does.</summary>
    public void CopyOver(int version)
    {
        Directory.CreateDirectory(_folder);
        foreach (var file in Files(version))
        {
            using var from = File.OpenRead(file);
            using var to = new FileStream(Path.Combine(_folder, Path.GetFileName(file)), FileMode.OpenOrCreate, FileAccess.Write);
            to.SetLength(0);
            from.CopyTo(to);
        }
    }

    /// <summary>The files of a version in the place of those that are there, as <c>mv</c> does.</summary>
    public void RenameInto(int version)
    {
        foreach (var file in Files(version))
        {
            var draft = Path.Combine(_folder, $".{Path.GetFileName(file)}.new");
            File.Copy(file, draft);
            File.Move(draft, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    private IEnumerable<string> Files(int version) =>
        Directory.EnumerateFiles(built(version == 1 ? "Fixture.VersionOne" : "Fixture.VersionTwo"));
}
