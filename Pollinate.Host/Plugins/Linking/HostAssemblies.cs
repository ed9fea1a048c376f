using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// The assemblies that the host has: its own and the frameworks'. Some of them are shared with plugins: the contract, the
/// logging abstractions, and whatever these reference, however deep, since types of those pass between host and plugin.
/// Safe for any thread.
/// </summary>
internal static class HostAssemblies
{
    public static readonly Assembly Contract = typeof(PollinateProvider).Assembly;
    public static readonly string ContractName = Contract.GetName().Name!;

    private static readonly FrozenDictionary<string, string> Paths = FindPaths();
    private static readonly string BaseFramework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly ConcurrentDictionary<string, AssemblyTypes?> Opened = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<string, Version?> Versions = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Lazy<FrozenSet<string>> SharedNames = new(FindShared);

    /// <summary>The release of the contract, which is finer than the version of its assembly: that one stays.</summary>
    public static string ContractRelease { get; } =
        Contract.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Whether plugins get the host's copy of it, even if they bring one.</summary>
    public static bool IsShared(string name) => SharedNames.Value.Contains(name);

    /// <summary>
    /// Whether a framework has it. What the host alone has, for itself, no plugin can count on: its next release may have
    /// another version, or none.
    /// </summary>
    public static bool IsFramework(string name) => Paths.TryGetValue(name, out var path) &&
        (Path.GetDirectoryName(path) is var folder && (folder == BaseFramework || folder != Path.GetDirectoryName(Contract.Location)));

    /// <summary>
    /// Whether it belongs to the base framework, whose version says for certain which members it has: none goes, and none
    /// comes but with a higher one.
    /// </summary>
    public static bool IsBaseFramework(string name) =>
        Paths.TryGetValue(name, out var path) && Path.GetDirectoryName(path) == BaseFramework;

    /// <summary>Its version, or null when the host does not have it.</summary>
    public static Version? FindVersion(string name) => Versions.GetOrAdd(name, static name => Read(name)?.Version);

    /// <summary>
    /// Its types, or null when the host does not have it. They stay in memory: ask for those that matter, and otherwise for
    /// the version.
    /// </summary>
    public static AssemblyTypes? Find(string name) => Opened.GetOrAdd(name, static name =>
        Paths.TryGetValue(name, out var path) ? AssemblyTypes.Open(path) : null);

    private static FrozenDictionary<string, string> FindPaths()
    {
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        foreach (var path in trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        paths[ContractName] = Contract.Location;
        return paths.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static FrozenSet<string> FindShared()
    {
        var shared = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>([ContractName, typeof(ILogger).Assembly.GetName().Name!]);
        while (open.TryPop(out var name))
        {
            if (!shared.Add(name) || Read(name) is not { } assembly)
                continue;
            Versions[name] = assembly.Version;
            foreach (var reference in assembly.References)
                open.Push(reference);
        }

        return shared.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    private static (Version Version, IReadOnlyList<string> References)? Read(string name)
    {
        if (!Paths.TryGetValue(name, out var path))
            return null;
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return (
            metadata.GetAssemblyDefinition().Version,
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))]);
    }
}
