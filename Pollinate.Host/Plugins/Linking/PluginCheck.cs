using System.Runtime.Loader;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// Looks a plugin's private copy over before anything of it is loaded: that its files are whole, that they were built for
/// this framework, and that everything they are linked to is there. What it finds would otherwise show at the first request
/// that needs it, or never with its cause.
/// </summary>
internal static class PluginCheck
{
    /// <param name="folder">The plugin's folder in <c>plugins_dir</c>, for messages.</param>
    /// <param name="copy">Its private copy, which is read.</param>
    /// <returns>What is no reason to refuse it, but should be known: one sentence each.</returns>
    /// <exception cref="PluginException">It can't be used.</exception>
    public static IReadOnlyList<string> Run(PluginFolder folder, PluginFolder copy)
    {
        var manifest = Path.Combine(copy.Path, copy.Name + ".deps.json");
        CheckManifest(folder, manifest);
        var assemblies = ReadAssemblies(folder, copy);
        try
        {
            LinkCheck.Run(folder, assemblies, Resolver(folder, copy));
        }
        finally
        {
            foreach (var assembly in assemblies.Values)
                assembly.Dispose();
        }

        return !File.Exists(manifest) && Directory.Exists(Path.Combine(copy.Path, "runtimes"))
            ? [$"The plugin '{folder.Name}' in {folder.Path} has native libraries below runtimes/ but no {copy.Name}.deps.json, " +
                "without which they are not found; `dotnet publish` of the plugin with EnableDynamicLoading leaves one."]
            : [];
    }

    private static void CheckManifest(PluginFolder folder, string manifest)
    {
        if (!File.Exists(manifest))
            return;
        try
        {
            DependencyManifest.Check(manifest);
        }
        catch (FormatException exception)
        {
            throw ManifestProblem(folder, exception);
        }
    }

    /// <summary>Every .NET assembly of the copy by its path; all of them are read whole.</summary>
    private static Dictionary<string, PluginAssembly> ReadAssemblies(PluginFolder folder, PluginFolder copy)
    {
        var assemblies = new Dictionary<string, PluginAssembly>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(copy.Path, "*.dll", SearchOption.AllDirectories))
        {
            try
            {
                if (PluginAssembly.OpenWhole(path) is { } assembly)
                    assemblies.Add(path, assembly);
                else if (path == copy.AssemblyPath)
                    throw new BadImageFormatException("it is a native library");
            }
            catch (BadImageFormatException exception)
            {
                throw new PluginException(
                    $"The plugin '{folder.Name}' can't be used: {Path.Combine(folder.Path, Path.GetRelativePath(copy.Path, path))} " +
                    $"is not a whole .NET assembly ({exception.Message.TrimEnd('.')}); " +
                    "copy the plugin's folder again from where it was built.", exception);
            }
        }

        return assemblies;
    }

    /// <summary>Finds the plugin's own assemblies as the loader will: by the .deps.json, then beside the plugin's own.</summary>
    private static Func<string, string?> Resolver(PluginFolder folder, PluginFolder copy)
    {
        AssemblyDependencyResolver resolver;
        try
        {
            resolver = new(copy.AssemblyPath);
        }
        catch (InvalidOperationException exception)
        {
            throw ManifestProblem(folder, exception);
        }

        return name =>
        {
            var path = resolver.ResolveAssemblyToPath(new(name)) ?? Path.Combine(copy.Path, name + ".dll");
            return File.Exists(path) ? path : null;
        };
    }

    private static PluginException ManifestProblem(PluginFolder folder, Exception exception) => new(
        $"The plugin '{folder.Name}' can't be used: {Path.Combine(folder.Path, folder.Name + ".deps.json")} can't be read " +
        $"({exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}); copy the plugin's folder again from where it was built.",
        exception);
}
