using System.Globalization;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Lookups;
using Pollinate.Host.Plugins;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Pipeline;

/// <summary>Builds a whole pipeline: finds each entry's provider, copies and loads its plugin, constructs it.</summary>
internal sealed partial class PipelineBuilder(
    PluginStore store,
    ProviderActivator activator,
    ProviderLookups lookups,
    ProviderThreads threads,
    ProcessGuard guard,
    TimeProvider time,
    ILogger<ProviderPipeline> pipelineLogger,
    ILogger<PipelineBuilder> logger,
    ProviderRecords? records = null)
{
    /// <param name="entries">The entries of <c>[DEFAULT] providers</c>, in order.</param>
    /// <param name="catalog">What the plugin folders hold.</param>
    /// <param name="section">Gives each provider its settings.</param>
    /// <param name="settings">What the configuration says of it as a whole.</param>
    /// <exception cref="PipelineException">
    /// One entry or more can't be used; what was built of the pipeline by then is gone again.
    /// </exception>
    public async Task<ProviderPipeline> BuildAsync(
        IReadOnlyList<string> entries,
        PluginCatalog catalog,
        ProviderSection section,
        PipelineSettings settings)
    {
        var resolved = ResolvedEntry.Resolve(entries, catalog);
        var problems = resolved
            .Select((entry, index) => entry.Problem is { } problem ? new ProviderProblem(index, problem) : null)
            .OfType<ProviderProblem>().ToList();
        var plugins = new Dictionary<string, LoadedPlugin>(StringComparer.Ordinal);
        var providers = new List<ProviderEntry>();
        foreach (var (index, description) in resolved.Index().Where(entry => entry.Item.Problem is null).Select(entry => (entry.Index, entry.Item.Provider!)))
        {
            var slot = store.Marker.Slot(description.Name!);
            slot.Enter();
            try
            {
                var plugin = Load(description.Folder, settings.Trust, plugins);
                var type = plugin.GetProviderType(description.TypeName);
                var (values, policy) = section(description);
                var (provider, services) = await activator.CreateAsync(description, type, values, settings.StartTime);
                var entry = new ProviderEntry(description, provider, services, policy, slot, threads, guard, time, pipelineLogger) { Statistics = records?.Of(description.Name!) };
                providers.Add(entry);
                await CheckAsync(entry, settings.StartTime);
            }
            catch (PluginException exception)
            {
                problems.Add(new(index, exception.Message));
            }
            finally
            {
                slot.Leave();
                guard.Restore(description.Name);
            }
        }

        var declared = new DeclaredLookups(
            providers.SelectMany(entry => entry.Description.Lookups.Select(lookup => (lookup, entry.Breaker))), lookups);
        var pipeline = new ProviderPipeline(providers, declared, [.. plugins.Values], settings, threads, time, pipelineLogger);
        if (problems.Count > 0)
        {
            await pipeline.DisposeAsync();
            throw new PipelineException(problems);
        }

        foreach (var entry in providers)
            Log.ProviderReady(logger, entry.Name, entry.Description.TypeName, entry.Description.Folder.Path);
        return pipeline;
    }

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

    private LoadedPlugin Load(PluginFolder folder, PluginTrust trust, Dictionary<string, LoadedPlugin> plugins)
    {
        if (plugins.TryGetValue(folder.Path, out var plugin))
            return plugin;
        plugins[folder.Path] = plugin = LoadedPlugin.Load(folder, trust.Copy(folder, store.Add));
        foreach (var warning in plugin.Warnings)
            Log.PluginWarning(logger, warning);
        return plugin;
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Information, "Provider {Provider}: {TypeName} from {Folder}.")]
        public static partial void ProviderReady(ILogger logger, string provider, string typeName, string folder);

        [LoggerMessage(5102, LogLevel.Warning, "{Warning}")]
        public static partial void PluginWarning(ILogger logger, string warning);
    }
}
