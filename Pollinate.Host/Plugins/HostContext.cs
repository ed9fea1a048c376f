using System.Reflection;
using System.Runtime.Loader;
using Pollinate.Host.Plugins.Linking;

namespace Pollinate.Host.Plugins;

/// <summary>
/// What the loader takes for the host: it gives the host's copy of an assembly, whatever version a plugin asks for. So a
/// plugin that was built against a newer contract binds to the one that is here; <see cref="PluginCheck"/> has seen to it
/// that all it uses is there. One for the process; it holds nothing of any plugin.
/// </summary>
internal sealed class HostContext : AssemblyLoadContext
{
    private HostContext()
        : base("host", isCollectible: false)
    {
    }

    public static HostContext Instance { get; } = new();

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Text in other languages is found by its culture, which the runtime does by itself.
        if (!string.IsNullOrEmpty(assemblyName.CultureName) || assemblyName.Name is not { } name)
            return null;
        return name == HostAssemblies.ContractName
            ? HostAssemblies.Contract
            : Default.LoadFromAssemblyName(new AssemblyName(name));
    }
}
