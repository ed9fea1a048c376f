using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>
/// The configured providers, alive, in order. An immutable snapshot: a change of configuration builds another. Safe for any
/// number of requests at once.
/// </summary>
internal sealed partial class ProviderPipeline : IAsyncDisposable
{
    /// <summary>The key of the merged cloud-config in the answer, which no provider can have.</summary>
    public const string CloudInitKey = "cloud-init";

    private readonly DeclaredLookups _lookups;
    private readonly CloudConfigMerge _merge;
    private readonly ILogger _logger;

    /// <summary>The keys of the answer in the order of writing, with the index of each one's provider.</summary>
    /// <remarks>Sorted, as the original's answers are: what lands in the guest is the same to the byte.</remarks>
    private readonly IReadOnlyList<(JsonEncodedText Key, int Index)> _keys;

    public ProviderPipeline(
        IReadOnlyList<ProviderEntry> entries,
        DeclaredLookups lookups,
        IReadOnlyList<LoadedPlugin> plugins,
        CloudConfigMerge merge,
        ILogger<ProviderPipeline> logger)
    {
        Entries = entries;
        _lookups = lookups;
        Plugins = plugins;
        _merge = merge;
        _logger = logger;
        _keys =
        [
            .. entries
                .Select((entry, index) => (Key: entry.Name, Index: index))
                .Append((Key: CloudInitKey, Index: entries.Count))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => (JsonEncodedText.Encode(pair.Key), pair.Index)),
        ];
    }

    /// <summary>The providers, in the order in which they run.</summary>
    public IReadOnlyList<ProviderEntry> Entries { get; }

    /// <summary>The plugins that the providers come from.</summary>
    public IReadOnlyList<LoadedPlugin> Plugins { get; }

    /// <summary>Starts what the providers will look up, and runs them, one after the other.</summary>
    /// <remarks>A provider that fails is left out and logged; the others' parts are in the output all the same.</remarks>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any longer.</exception>
    public async Task<PipelineOutput> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        _lookups.Start(context);
        var outputs = new ReadOnlyMemory<byte>[Entries.Count];
        var cloudConfig = new CloudConfig(_merge);
        for (var index = 0; index < outputs.Length; index++)
        {
            var output = await RunAsync(Entries[index], context, cancellationToken);
            outputs[index] = output.Json;
            if (output.CloudConfig.ValueKind == JsonValueKind.Object)
                Merge(cloudConfig, Entries[index].Name, output.CloudConfig);
        }

        return new(_keys, outputs, cloudConfig);
    }

    /// <summary>Disposes the providers, the last first, and starts the unloading of their plugins.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var entry in Entries.Reverse())
        {
            try
            {
                await entry.DisposeAsync();
            }
            catch (Exception exception)
            {
                Log.DisposeFailed(_logger, entry.Name, FailureText.Full(exception));
            }
        }

        foreach (var plugin in Plugins)
            plugin.Dispose();
    }

    private async Task<ProviderOutput> RunAsync(
        ProviderEntry entry,
        VendordataContext context,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var running = entry.Provider.RunAsync(context, cancellationToken)
                ?? throw new InvalidOperationException("RunAsync returned null instead of a task");
            var result = await running
                ?? throw new InvalidOperationException("RunAsync gave null; ProviderResult.Nothing says nothing");
            var output = ProviderOutput.Read(result.Utf8Json);
            if (output.CloudConfig.ValueKind is JsonValueKind.Undefined or JsonValueKind.Object)
                return output;

            Log.CloudConfigIgnored(_logger, entry.Name, output.CloudConfig.ValueKind);
            return output with { CloudConfig = default };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            Log.ProviderFailed(_logger, entry.Name, FailureText.Full(exception));
            return default;
        }
    }

    private void Merge(CloudConfig cloudConfig, string provider, JsonElement given)
    {
        foreach (var (key, earlier, later) in cloudConfig.Merge(provider, given))
            Log.CloudConfigReplaced(_logger, key, earlier, later);
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "The provider {Provider} failed and is left out of the answer: {Failure}")]
        public static partial void ProviderFailed(ILogger logger, string provider, string failure);

        [LoggerMessage(5002, LogLevel.Warning, "The provider {Provider} gave a cloud-config that is no object but a {Kind}; it is left out of cloud-init.")]
        public static partial void CloudConfigIgnored(ILogger logger, string provider, JsonValueKind kind);

        [LoggerMessage(5003, LogLevel.Warning, "The provider {Provider} failed while it was disposed: {Failure}")]
        public static partial void DisposeFailed(ILogger logger, string provider, string failure);

        [LoggerMessage(5004, LogLevel.Warning, "The cloud-config key {Key} of the provider {Earlier} is replaced by that of the provider {Later}; the guest gets the latter alone.")]
        public static partial void CloudConfigReplaced(ILogger logger, string key, string earlier, string later);
    }
}
