using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Pollinate.Host.Plugins;

/// <summary>
/// Which AssemblyLoadContext of the process belongs to which plugin. Holds the contexts weakly: an entry ends with its plugin.
/// Safe for any thread.
/// </summary>
internal static class PluginContexts
{
    private static readonly ConditionalWeakTable<AssemblyLoadContext, PluginOrigin> Origins = [];

    public static void Add(AssemblyLoadContext context, PluginOrigin origin) => Origins.AddOrUpdate(context, origin);

    /// <returns>The plugin that the assembly was loaded for; null for assemblies of the host and the framework.</returns>
    public static PluginOrigin? Find(Assembly? assembly) =>
        assembly is not null
        && AssemblyLoadContext.GetLoadContext(assembly) is { } context
        && Origins.TryGetValue(context, out var origin)
            ? origin
            : null;
}
