using System.Globalization;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Lookups;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>Builds a whole pipeline: finds each entry's provider, copies and loads its plugin, constructs it.</summary>
internal sealed partial class PipelineBuilder(
    PluginStore store,
    ProviderActivator activator,
    ProviderLookups lookups,
    ProviderThreads threads,
    TimeProvider time,
    ILogger<ProviderPipeline> pipelineLogger,
    ILogger<PipelineBuilder> logger)
{
    /// <param name="entries">The entries of <c>[DEFAULT] providers</c>, in order.</param>
    /// <param name="catalog">What the plugin folders hold.</param>
    /// <param name="section">Gives each provider its settings.</param>
    /// <param name="settings">What <c>[DEFAULT]</c> says.</param>
    /// <exception cref="PipelineException">
    /// One entry or more can't be used; what was built of the pipeline by then is gone again.
    /// </exception>
    public async Task<ProviderPipeline> BuildAsync(
        IReadOnlyList<string> entries,
        PluginCatalog catalog,
        ProviderSection section,
        PipelineSettings settings)
    {
        var errors = new List<string>();
        var descriptions = Find(entries, catalog, errors);
        var plugins = new Dictionary<string, LoadedPlugin>(StringComparer.Ordinal);
        var providers = new List<ProviderEntry>();
        foreach (var description in descriptions)
        {
            try
            {
                var plugin = Load(description.Folder, plugins);
                var type = plugin.GetProviderType(description.TypeName);
                var (values, policy) = section(description);
                var (provider, services) = activator.Create(description, type, values);
                var entry = new ProviderEntry(description, provider, services, policy, threads, time, pipelineLogger);
                providers.Add(entry);
                await CheckAsync(entry, settings.StartTime);
            }
            catch (PluginException exception)
            {
                errors.Add(exception.Message);
            }
        }

        var declared = new DeclaredLookups(providers.SelectMany(entry => entry.Description.Lookups), lookups);
        var pipeline = new ProviderPipeline(providers, declared, [.. plugins.Values], settings, threads, time, pipelineLogger);
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

    /// <summary>Asks a provider whether it can work.</summary>
    /// <exception cref="PluginException">It says that it can't, or nothing at all.</exception>
    private async Task CheckAsync(ProviderEntry entry, TimeSpan? patience)
    {
        // Not disposed: a check that never ends may hold the token for ever.
        var cancellation = new CancellationTokenSource();
        var where = $"providers: '{entry.Description.TypeName}' in {entry.Description.Folder.AssemblyPath}";
        string? problem = null;
        var checking = threads.RunAsync(
            () => entry.Provider.CheckAsync(cancellation.Token)
                ?? throw new InvalidOperationException("CheckAsync returned null instead of a task"),
            patience: null,
            time);
        try
        {
            await checking.WaitAsync(patience ?? Timeout.InfiniteTimeSpan, time);
        }
        catch (TimeoutException) when (!checking.IsCompleted)
        {
            problem = string.Create(
                CultureInfo.InvariantCulture,
                $"{where} did not end its check within [DEFAULT] provider_start_timeout, {patience!.Value.TotalSeconds} s; ask its author why, or give it longer.");
            // What listens there is the provider's code; whatever comes of it, the provider is refused.
            _ = threads.RunAsync(cancellation.CancelAsync, patience: null, time);
        }
        catch (Exception exception)
        {
            // Only the text of it: an exception holds its types, and so the plugin, in memory.
            problem = $"{where} says that it can't work: {FailureText.Brief(exception)}.";
        }

        if (problem is not null)
            throw new PluginException(problem);
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
