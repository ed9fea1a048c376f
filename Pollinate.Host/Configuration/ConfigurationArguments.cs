using System.Collections;

namespace Pollinate.Host.Configuration;

/// <summary>
/// What decides which files are read: the command line and the process's surroundings. Tests make their own surroundings.
/// </summary>
internal sealed record ConfigurationArguments
{
    public const string SystemFile = "/etc/nova-pollinate/nova-pollinate.conf";
    public const string SystemDirectory = "/etc/nova-pollinate/nova-pollinate.conf.d";

    /// <summary>The paths of the command line, files and folders mixed as given.</summary>
    public IReadOnlyList<ConfigurationPath> Paths { get; init; } = [];

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What relative paths count from, absolute.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Read before everything else, when it exists and no file is given.</summary>
    public string DefaultFile { get; init; } = SystemFile;

    /// <summary>Read after <see cref="DefaultFile"/>, when it exists and no folder is given.</summary>
    public string DefaultDirectory { get; init; } = SystemDirectory;

    /// <summary>The process's own surroundings.</summary>
    public static ConfigurationArguments OfProcess(IReadOnlyList<ConfigurationPath> paths) => new()
    {
        Paths = paths,
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        BaseDirectory = System.Environment.CurrentDirectory,
    };

    /// <summary>A path of the command line, absolute, with <c>~</c> replaced by the home directory.</summary>
    public string Resolve(string path)
    {
        var home = Environment.GetValueOrDefault("HOME", "");
        var expanded = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;
        return Path.GetFullPath(expanded, BaseDirectory);
    }
}
