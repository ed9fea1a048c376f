using Microsoft.Extensions.Logging.Abstractions;
using Pollinate.Abstractions;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Lookups;
using Pollinate.Host.Tests.Pipeline;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>Builds a pipeline straight from the folders, for tests of what is refused.</summary>
internal sealed class BuiltPipelineAttempt(PluginStore store)
{
    /// <summary>They must outlive the pipelines that are built.</summary>
    private static readonly ProviderThreads Threads = ProviderThreads.OfProcess();

    public async Task<ProviderPipeline> BuildAsync(IReadOnlyList<string> directories, IReadOnlyList<string> entries)
    {
        var lookups = TestLookups.Of(new Lookup<Project>(new ProjectsOfTests()));
        var activator = new ProviderActivator(NullLoggerFactory.Instance, lookups, TimeProvider.System);
        var builder = new PipelineBuilder(
            store,
            activator,
            lookups,
            Threads,
            new(NullLogger<ProcessGuard>.Instance),
            TimeProvider.System,
            NullLogger<ProviderPipeline>.Instance,
            NullLogger<PipelineBuilder>.Instance);
        return await builder.BuildAsync(
            entries,
            PluginCatalog.Read(directories),
            provider => (new(provider.Name!, new Dictionary<string, object?>()), new()),
            PipelineSettings.Of(new()));
    }
}
