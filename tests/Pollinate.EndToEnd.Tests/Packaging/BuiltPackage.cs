using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>What <c>./build.sh package</c> left.</summary>
internal static class BuiltPackage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Folder { get; } = Path.Combine(Repository.Root, "artifacts", "package");

    /// <summary>The Debian package.</summary>
    public static string Debian => Single("nova-pollinate_*.deb");

    /// <summary>The one file of a pattern.</summary>
    public static string Single(string pattern) =>
        Directory.Exists(Folder) && Directory.GetFiles(Folder, pattern) is [var file]
            ? file
            : throw new InvalidOperationException($"{Folder} has not one {pattern}: these tests look at the packages; ./build.sh package makes them.");

    /// <summary>The entries of the Debian package as <c>tar</c> lists them, by their paths from the root.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ContentsAsync()
    {
        await using var list = await ChildProcess.RunAsync("/usr/bin/dpkg-deb", ["--contents", Debian], Patience);
        return list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Regex.Match(line, @"^(\S+ \S+) +\d+ \S+ \S+ \./(.*?)/?(?: -> (.*))?$"))
            .ToDictionary(entry => $"/{entry.Groups[2].Value}", entry => entry.Groups[1].Value, StringComparer.Ordinal);
    }

    /// <summary>A field of the Debian package.</summary>
    public static async Task<string> FieldAsync(string name)
    {
        await using var field = await ChildProcess.RunAsync("/usr/bin/dpkg-deb", ["--field", Debian, name], Patience);
        return field.Output.Trim();
    }

    /// <summary>Makes another version of it, whose configuration has another first line.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="name">Its file's name without <c>.deb</c>, with which that line begins.</param>
    /// <param name="version">Its version.</param>
    public static async Task<string> MakeOtherAsync(string folder, string name, string version)
    {
        var root = Path.Combine(folder, name);
        await using var unpack = await ChildProcess.RunAsync("/usr/bin/dpkg-deb", ["--raw-extract", Debian, root], Patience);
        var control = Path.Combine(root, "DEBIAN", "control");
        await File.WriteAllTextAsync(control, Regex.Replace(await File.ReadAllTextAsync(control), "(?m)^Version: .*$", $"Version: {version}"));
        var configuration = Path.Combine(root, "etc", "nova-pollinate", "nova-pollinate.conf");
        await File.WriteAllTextAsync(configuration, (await File.ReadAllTextAsync(configuration)).Replace("# nova-pollinate: ", $"# {name}: ", StringComparison.Ordinal));
        var package = Path.Combine(folder, $"{name}.deb");
        await using var pack = await ChildProcess.RunAsync("/usr/bin/dpkg-deb", ["--root-owner-group", "-Znone", "--build", root, package], Patience);
        Directory.Delete(root, recursive: true);
        return package;
    }
}
