using Pollinate.Host.Lookups;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>Builds a whole pipeline: finds each entry's provider, copies and loads its plugin, constructs it.</summary>
internal sealed partial class PipelineBuilder(
    PluginStore store,
    ProviderActivator activator,
    ProviderLookups lookups,
    ILogger<ProviderPipeline> pipelineLogger,
    ILogger<PipelineBuilder> logger)
{
    /// <param name="entries">The entries of <c>[DEFAULT] providers</c>, in order.</param>
    /// <param name="catalog">What the plugin folders hold.</param>
    /// <param name="section">Gives each provider its settings.</param>
    /// <param name="merge">How the providers' cloud-configs are merged.</param>
    /// <exception cref="PipelineException">
    /// One entry or more can't be used; what was built of the pipeline by then is gone again.
    /// </exception>
    public async Task<ProviderPipeline> BuildAsync(
        IReadOnlyList<string> entries,
        PluginCatalog catalog,
        ProviderSection section,
        CloudConfigMerge merge)
    {
        var resolved = ResolvedEntry.Resolve(entries, catalog);
        var errors = resolved.Select(entry => entry.Problem).OfType<string>().ToList();
        var plugins = new Dictionary<string, LoadedPlugin>(StringComparer.Ordinal);
        var providers = new List<ProviderEntry>();
        foreach (var description in resolved.Where(entry => entry.Problem is null).Select(entry => entry.Provider!))
        {
            try
            {
                var plugin = Load(description.Folder, plugins);
                var type = plugin.GetProviderType(description.TypeName);
                var (provider, services) = activator.Create(description, type, section(description));
                providers.Add(new(description.Name!, description, provider, services));
            }
            catch (PluginException exception)
            {
                errors.Add(exception.Message);
            }
        }

        var declared = new DeclaredLookups(providers.SelectMany(entry => entry.Description.Lookups), lookups);
        var pipeline = new ProviderPipeline(providers, declared, [.. plugins.Values], merge, pipelineLogger);
        if (errors.Count > 0)
        {
            await pipeline.DisposeAsync();
            throw new PipelineException(errors);
        }

        foreach (var entry in providers)
            Log.ProviderReady(logger, entry.Name, entry.Description.TypeName, entry.Description.Folder.Path);
        return pipeline;
    }

    private LoadedPlugin Load(PluginFolder folder, Dictionary<string, LoadedPlugin> plugins)
    {
        if (!plugins.TryGetValue(folder.Path, out var plugin))
            plugins[folder.Path] = plugin = LoadedPlugin.Load(folder, store.Add(folder));
        return plugin;
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Information, "Provider {Provider}: {TypeName} from {Folder}.")]
        public static partial void ProviderReady(ILogger logger, string provider, string typeName, string folder);
    }
}
