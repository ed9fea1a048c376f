using Pollinate.Host.Containment;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

internal static class PipelineServices
{
    /// <summary>Adds what builds the pipeline; needs the <see cref="PluginStore"/> and the lookups.</summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services) => services
        .AddSingleton<ProcessGuard>()
        .AddSingleton<ProviderActivator>()
        .AddSingleton<PipelineBuilder>();
}
