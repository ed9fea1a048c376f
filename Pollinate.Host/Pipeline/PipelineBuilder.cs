using Pollinate.Host.Containment;
using Pollinate.Host.Lookups;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>Builds a whole pipeline: finds each entry's provider, copies and loads its plugin, constructs it.</summary>
internal sealed partial class PipelineBuilder(
    PluginStore store,
    ProviderActivator activator,
    ProviderLookups lookups,
    ProcessGuard guard,
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
        var errors = new List<string>();
        var descriptions = Find(entries, catalog, errors);
        var plugins = new Dictionary<string, LoadedPlugin>(StringComparer.Ordinal);
        var providers = new List<ProviderEntry>();
        foreach (var description in descriptions)
        {
            var slot = store.Marker.Slot(description.Name!);
            slot.Enter();
            try
            {
                var plugin = Load(description.Folder, plugins);
                var type = plugin.GetProviderType(description.TypeName);
                var (provider, services) = activator.Create(description, type, section(description));
                providers.Add(new(description.Name!, description, provider, services, slot));
            }
            catch (PluginException exception)
            {
                errors.Add(exception.Message);
            }
            finally
            {
                slot.Leave();
                guard.Restore(description.Name);
            }
        }

        var declared = new DeclaredLookups(providers.SelectMany(entry => entry.Description.Lookups), lookups);
        var pipeline = new ProviderPipeline(providers, declared, [.. plugins.Values], merge, guard, pipelineLogger);
        if (errors.Count > 0)
        {
            await pipeline.DisposeAsync();
            throw new PipelineException(errors);
        }

        foreach (var entry in providers)
            Log.ProviderReady(logger, entry.Name, entry.Description.TypeName, entry.Description.Folder.Path);
        return pipeline;
    }

    /// <summary>
    /// The providers of the entries, without those that can't be used, whose errors are added; every problem that can be
    /// known without loading anything is found here.
    /// </summary>
    private static List<ProviderDescription> Find(
        IReadOnlyList<string> entries,
        PluginCatalog catalog,
        List<string> errors)
    {
        var found = new List<(string Entry, ProviderDescription Description)>();
        foreach (var entry in entries)
        {
            try
            {
                var description = catalog.Find(entry);
                if (found.Find(other => other.Description.Name == description.Name) is { Entry: not null } twin)
                    errors.Add(ExplainTwin(twin.Entry, twin.Description, entry, description));
                else
                    found.Add((entry, description));
            }
            catch (PluginException exception)
            {
                errors.Add(exception.Message);
            }
        }

        return [.. found.Select(pair => pair.Description)];
    }

    private static string ExplainTwin(string earlier, ProviderDescription twin, string entry, ProviderDescription description) =>
        earlier == entry
            ? $"providers: '{entry}' is listed twice; remove one."
            : twin.TypeName == description.TypeName
                ? $"providers: '{earlier}' and '{entry}' are the same provider, {description.TypeName}; remove one."
                : $"providers: '{twin.TypeName}' and '{description.TypeName}' are both called '{description.Name}', and an answer can hold only one; remove one.";

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
