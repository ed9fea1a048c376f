using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

internal static class PipelineServices
{
    /// <summary>Adds what builds and holds the pipeline.</summary>
    /// <param name="services">The daemon's services.</param>
    /// <param name="store">Where the private copies of plugins go; the caller's to dispose, after the pipeline.</param>
    public static IServiceCollection AddPipeline(this IServiceCollection services, PluginStore store) => services
        .AddSingleton(store)
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ProviderActivator>(provider, TimeSpan.FromSeconds(10)))
        .AddSingleton<PipelineBuilder>()
        .AddSingleton<PipelineSource>();
}
