namespace Pollinate.EndToEnd.Tests;

/// <summary>What the build left, found from where the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution file, above the built tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The daemon as <c>./build.sh publish</c> leaves it.</summary>
    public static string PublishedFolder { get; } = Path.Combine(Root, "artifacts", "nova-pollinate");

    /// <summary>The daemon's executable there.</summary>
    public static string Executable
    {
        get
        {
            var path = Path.Combine(PublishedFolder, "nova-pollinate");
            return File.Exists(path)
                ? path
                : throw new InvalidOperationException($"{path} is missing: these tests run the published daemon; ./build.sh publish makes it.");
        }
    }

    /// <summary>The demonstration that <c>./build.sh run</c> starts.</summary>
    public static string Demonstration { get; } = Built("Pollinate.Demo");

    /// <summary>The simulated cloud as a program of its own.</summary>
    public static string SimulatedCloud { get; } = Built("Pollinate.SimulatedCloud");

    /// <summary>What <c>./build.sh reloads</c> runs.</summary>
    public static string Soak { get; } = Built("Pollinate.Soak");

    /// <summary>What <c>./build.sh bench</c> runs.</summary>
    public static string Harness { get; } = Built("Pollinate.Harness");

    /// <summary>The executable of a program that the harness starts.</summary>
    public static string BuiltProgram(string project) => Built(project)[..^".dll".Length];

    /// <summary>The startup hook that it puts into what it measures.</summary>
    public static string Gauge { get; } = Built("Pollinate.Gauge");

    /// <summary>The sources of the plugins for tests, with what the build made of them.</summary>
    public static string Plugins { get; } = Path.Combine(Root, "tests", "Plugins");

    /// <summary>The configuration that all this was built in.</summary>
    public static string BuildConfiguration => Configuration;

    /// <summary>The built output of a plugin of the folder <c>tests/Plugins</c>.</summary>
    public static string PluginFolder(string name) =>
        Path.Combine(Root, "tests", "Plugins", name, "bin", Configuration, "net10.0");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Built(string project) =>
        Path.Combine(Root, "tests", project, "bin", Configuration, "net10.0", $"{project}.dll");

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
