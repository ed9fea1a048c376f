using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// Walks from a plugin's assembly along the references to all those of its own that it reaches, and sees that each reference
/// leads to an assembly, and each type and member of a shared one to what the host has.
/// </summary>
internal static class LinkCheck
{
    /// <param name="plugin">The plugin's folder in <c>plugins_dir</c>, for messages.</param>
    /// <param name="files">The assemblies of its copy by path.</param>
    /// <param name="resolve">The path of an assembly of the copy by its simple name; null when there is none.</param>
    /// <exception cref="PluginException">Something is missing, was built for another framework, or can't be read.</exception>
    public static void Run(PluginFolder plugin, IReadOnlyDictionary<string, PluginAssembly> files, Func<string, string?> resolve)
    {
        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { plugin.Name };
        var open = new Queue<string>([plugin.Name]);
        while (open.TryDequeue(out var name))
        {
            if (resolve(name) is not { } path || !files.TryGetValue(path, out var file))
                continue;
            try
            {
                Check(plugin, name, file.Metadata, resolve, target =>
                {
                    if (reached.Add(target))
                        open.Enqueue(target);
                });
            }
            catch (Exception exception) when (exception is not (PluginException or OutOfMemoryException))
            {
                // Broken metadata makes its readers throw whatever they come across.
                throw new PluginException(
                    $"The plugin '{plugin.Name}' in {plugin.Path} can't be used: {name}.dll is not a whole .NET assembly " +
                    $"({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); copy the plugin's folder again from where it was built.", exception);
            }
        }
    }

    private static void Check(PluginFolder plugin, string name, MetadataReader metadata, Func<string, string?> resolve, Action<string> reach)
    {
        CheckFramework(plugin, name, metadata);
        CheckMembers(plugin, name, metadata);
        foreach (var reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
        {
            var target = metadata.GetString(reference.Name);
            if (HostAssemblies.IsShared(target))
                continue;
            if (resolve(target) is null)
                CheckFrameworkHas(plugin, name, target, reference.Version);
            else
                reach(target);
        }
    }

    private static void CheckFramework(PluginFolder plugin, string name, MetadataReader metadata)
    {
        if (TargetFramework.Read(metadata) is { } framework && framework.FindProblem(isMain: name == plugin.Name) is { } problem)
            throw Problem(plugin, $"{name}.dll {problem}");
    }

    private static void CheckMembers(PluginFolder plugin, string name, MetadataReader metadata)
    {
        var missing = MemberCheck.FindMissing(metadata);
        if (missing.Count == 0)
            return;
        var (reference, member) = missing[0];
        var assembly = metadata.GetString(reference.Name);
        var more = missing.Count == 1 ? "" : $" and {missing.Count - 1} more";
        // Every release of one line of the contract has the same version of its assembly.
        var release = assembly == HostAssemblies.ContractName ? $" (release {HostAssemblies.ContractRelease})" : "";
        throw Problem(
            plugin,
            $"{name}.dll needs {member}{more} of {assembly} {reference.Version}, which the host's {HostAssemblies.FindVersion(assembly)}{release} " +
            "does not have; build the plugin against the host's version, or update the daemon");
    }

    private static void CheckFrameworkHas(PluginFolder plugin, string name, string target, Version version)
    {
        if (!HostAssemblies.IsFramework(target) || HostAssemblies.FindVersion(target) is not { } here)
        {
            throw Problem(
                plugin,
                $"{name}.dll needs {target}.dll {version}, which is neither in the plugin's folder nor part of the framework; " +
                "put it there: `dotnet publish` of the plugin with EnableDynamicLoading leaves every assembly that it needs");
        }

        if (here < version)
        {
            throw Problem(
                plugin,
                $"{name}.dll needs {target} {version}, and the host's is {here}; " +
                $"build the plugin for {TargetFramework.Running}, or publish it with that assembly");
        }
    }

    private static PluginException Problem(PluginFolder plugin, string problem) =>
        new($"The plugin '{plugin.Name}' in {plugin.Path} can't be used: {problem}.");
}
