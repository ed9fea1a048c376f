using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Generations;

/// <summary>The plugin of the provider <c>version</c> in a plugins folder, and every way to put another version in its place.</summary>
internal sealed class VersionedPlugin(string plugins)
{
    public const string Name = "Fixture.Versions";

    /// <summary>The plugin's folder.</summary>
    public string Folder { get; } = Path.Combine(plugins, Name);

    public string Assembly => Path.Combine(Folder, Name + ".dll");

    /// <summary>Where the build left a version.</summary>
    public static string Built(int version) => Path.Combine(BuiltPlugins.Fixtures, version == 1 ? "Fixture.VersionOne" : "Fixture.VersionTwo");

    /// <summary>As <c>cp</c> does: into the files that are there.</summary>
    public void CopyOver(int version)
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Built(version)))
        {
            using var from = File.OpenRead(file);
            using var to = new FileStream(Path.Combine(Folder, Path.GetFileName(file)), FileMode.OpenOrCreate, FileAccess.Write);
            to.SetLength(0);
            from.CopyTo(to);
        }
    }

    /// <summary>As <c>install</c> and <c>rsync</c> do: new files take the places of the old ones.</summary>
    public void RenameInto(int version)
    {
        foreach (var file in Directory.EnumerateFiles(Built(version)))
        {
            var draft = Path.Combine(Folder, $".{Path.GetFileName(file)}.new");
            File.Copy(file, draft);
            File.Move(draft, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>A whole folder takes the place of the old one.</summary>
    public void SwapFolder(int version)
    {
        var draft = $"{plugins}-draft-{Guid.NewGuid():N}";
        new VersionedPlugin(draft).CopyOver(version);
        if (Directory.Exists(Folder))
            Directory.Move(Folder, $"{draft}-old");
        Directory.Move(Path.Combine(draft, Name), Folder);
        Directory.Delete(draft, recursive: true);
        if (Directory.Exists($"{draft}-old"))
            Directory.Delete($"{draft}-old", recursive: true);
    }

    /// <summary>The folder is a link to a folder of a version, or becomes one.</summary>
    public void LinkTo(int version)
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: new DirectoryInfo(Folder).LinkTarget is null);
        Directory.CreateSymbolicLink(Folder, Built(version));
    }
}
