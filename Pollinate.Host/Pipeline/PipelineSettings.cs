using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>What the configuration says of a pipeline as a whole. Immutable.</summary>
/// <param name="Merge">How the providers' cloud-configs are merged.</param>
/// <param name="MaximumOutput">The most bytes that a provider may give for one request.</param>
/// <param name="StartTime">How long a provider may take to be constructed, and again to check itself; null: as long as it likes.</param>
internal sealed record PipelineSettings(CloudConfigMerge Merge, int MaximumOutput, TimeSpan? StartTime)
{
    /// <summary>Which plugins may be loaded.</summary>
    public PluginTrust Trust { get; init; } = PluginTrust.Default;

    public static PipelineSettings Of(DefaultOptions options)
    {
        var defaults = new DefaultOptions();
        var start = options.ProviderStartTimeout ?? defaults.ProviderStartTimeout!.Value;
        return new(
            options.CloudConfigMerge == DefaultOptions.MergeByAppending ? CloudConfigMerge.Append : CloudConfigMerge.Replace,
            options.MaxOutputSize ?? defaults.MaxOutputSize!.Value,
            start > 0 ? TimeSpan.FromSeconds(start) : null);
    }
}
