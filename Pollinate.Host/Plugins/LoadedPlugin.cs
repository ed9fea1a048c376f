using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Pollinate.Host.Plugins;

/// <summary>
/// A plugin in memory, in an AssemblyLoadContext of its own that shares the contract's assemblies with the host and nothing
/// else. Disposing it starts the unloading.
/// </summary>
internal sealed class LoadedPlugin : IDisposable
{
    private readonly PluginLoader _loader;
    private readonly Assembly _assembly;

    private LoadedPlugin(PluginFolder folder, PluginFolder copy, PluginLoader loader, Assembly assembly)
    {
        Folder = folder;
        Copy = copy;
        Trace = new(assembly);
        _loader = loader;
        _assembly = assembly;
    }

    /// <summary>The plugin's folder in <c>plugins_dir</c>, for messages; nothing is loaded from there.</summary>
    public PluginFolder Folder { get; }

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

    /// <summary>Loads a plugin from its private copy.</summary>
    /// <param name="folder">The plugin's folder in <c>plugins_dir</c>.</param>
    /// <param name="copy">Its copy in the <see cref="PluginStore"/>.</param>
    /// <exception cref="PluginException">The assembly can't be loaded.</exception>
    public static LoadedPlugin Load(PluginFolder folder, PluginFolder copy)
    {
        PluginLoader? loader = null;
        try
        {
            loader = PluginLoader.CreateFromAssemblyFile(
                copy.AssemblyPath,
                isUnloadable: true,
                sharedTypes: [typeof(PollinateProvider), typeof(ILogger)],
                config =>
                {
                    config.DefaultContext = AssemblyLoadContext.Default;
                    // Share these assemblies and what they reference, not the whole closure below that: every assembly
                    // shared is one that no plugin can have in a version of its own.
                    config.IsLazyLoaded = true;
                });
            return new(folder, copy, loader, loader.LoadDefaultAssembly());
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException
            or InvalidOperationException or UnauthorizedAccessException)
        {
            loader?.Dispose();
            throw new PluginException(
                $"The plugin '{folder.Name}' in {folder.Path} can't be loaded: {exception.Message.TrimEnd('.')}; " +
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

    public void Dispose() => _loader.Dispose();
}
