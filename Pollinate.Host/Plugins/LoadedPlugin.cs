using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;
using Pollinate.Abstractions;
using Pollinate.Host.Plugins.Linking;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Plugins;

/// <summary>
/// A plugin in memory, in an AssemblyLoadContext of its own that shares the contract's assemblies with the host and nothing
/// else. Disposing it starts the unloading.
/// </summary>
internal sealed class LoadedPlugin : IDisposable
{
    private readonly PluginLoader _loader;
    private readonly Assembly _assembly;

    private LoadedPlugin(
        PluginFolder folder, PluginFolder copy, PluginLoader loader, Assembly assembly, IReadOnlyList<string> warnings)
    {
        Folder = folder;
        Copy = copy;
        Trace = new(assembly);
        Warnings = warnings;
        _loader = loader;
        _assembly = assembly;
    }

    /// <summary>The plugin's folder in <c>plugins_dir</c>, for messages; nothing is loaded from there.</summary>
    public PluginFolder Folder { get; }

    /// <summary>What should be known of the plugin although it works, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The copy in the <see cref="PluginStore"/> that it runs from.</summary>
    public PluginFolder Copy { get; }

    /// <summary>The version of its assembly.</summary>
    public Version? Version => _assembly.GetName().Version;

    /// <summary>
    /// Says whether the plugin is still in memory after it was disposed, without keeping it there. The assembly and not the
    /// context: a context is gone from sight before its assemblies are.
    /// </summary>
    public WeakReference Trace { get; }

    /// <summary>The context that the plugin's assemblies are in.</summary>
    public AssemblyLoadContext Context => _loader.LoadContext;

    /// <summary>Checks a plugin's private copy and loads it.</summary>
    /// <param name="folder">The plugin's folder in <c>plugins_dir</c>.</param>
    /// <param name="copy">Its copy in the <see cref="PluginStore"/>.</param>
    /// <exception cref="PluginException">
    /// A file of it is not whole, it was built for another framework, something that it is linked to is missing, or the
    /// runtime does not load it for another reason.
    /// </exception>
    public static LoadedPlugin Load(PluginFolder folder, PluginFolder copy)
    {
        PluginLoader? loader = null;
        try
        {
            var warnings = PluginCheck.Run(folder, copy);
            loader = new(Configure(copy));
            PluginContexts.Add(loader.LoadContext, new(folder, copy));
            return new(folder, copy, loader, loader.LoadDefaultAssembly(), warnings);
        }
        catch (Exception exception) when (exception is not (PluginException or OutOfMemoryException))
        {
            loader?.Dispose();
            throw new PluginException(
                $"The plugin '{folder.Name}' in {folder.Path} can't be loaded: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}; " +
                "copy the plugin's folder again from where it was built.", exception);
        }
    }

    /// <summary>The class of a provider of this plugin.</summary>
    /// <exception cref="PluginException">
    /// The class can't be loaded, most often because an assembly is missing, or it does not derive from the host's contract.
    /// </exception>
    public Type GetProviderType(string typeName)
    {
        Type? type;
        try
        {
            type = _assembly.GetType(typeName, throwOnError: true);
        }
        catch (Exception exception) when (exception is TypeLoadException or IOException or BadImageFormatException)
        {
            throw new PluginException(
                $"'{typeName}' in {Folder.AssemblyPath} can't be loaded: {exception.Message.TrimEnd('.')}; " +
                "the plugin's folder must hold every assembly that it needs besides the contract, as `dotnet publish` " +
                "leaves them, and the contract must not be newer than the host's.", exception);
        }

        return typeof(PollinateProvider).IsAssignableFrom(type)
            ? type
            : throw new PluginException(
                $"'{typeName}' in {Folder.AssemblyPath} derives from another {ContractNames.Provider} than the host's; " +
                $"build the plugin against version {typeof(PollinateProvider).Assembly.GetName().Version} of {ContractNames.Assembly}.");
    }

    /// <summary>Compiles the code of its assembly; runs nothing of it.</summary>
    public void CompileCode() => PluginCode.Compile(_assembly);

    public void Dispose() => _loader.Dispose();

    private static PluginConfig Configure(PluginFolder copy)
    {
        var config = new PluginConfig(copy.AssemblyPath)
        {
            IsUnloadable = true,
            // The loader first asks the context that stands for the host, whatever version a plugin wants, for every assembly
            // but the plugin's own; and of those that are shared nobody has an own one.
            DefaultContext = HostContext.Instance,
            PreferSharedTypes = true,
        };
        foreach (var path in Directory.EnumerateFiles(copy.Path, "*.dll", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!HostAssemblies.IsShared(name))
                config.PrivateAssemblies.Add(new() { Name = name });
        }

        return config;
    }
}
