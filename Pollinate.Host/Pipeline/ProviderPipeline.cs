using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Budgets;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Lookups;
using Pollinate.Host.Plugins;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Pipeline;

/// <summary>
/// The configured providers, alive, in order. An immutable snapshot: a change of configuration builds another. Safe for any
/// number of requests at once.
/// </summary>
internal sealed partial class ProviderPipeline : IAsyncDisposable
{
    /// <summary>The key of the merged cloud-config in the answer, which no provider can have.</summary>
    public const string CloudInitKey = "cloud-init";

    /// <summary>How long calls that go on may take when the pipeline is disposed, and then its providers' disposal.</summary>
    public static readonly TimeSpan DisposeTime = TimeSpan.FromSeconds(10);

    /// <summary>Each provider has at least so long for its disposal, whatever the others took.</summary>
    private static readonly TimeSpan LeastDisposeTime = TimeSpan.FromSeconds(1);

    private readonly DeclaredLookups _lookups;
    private readonly ILogger _logger;
    private volatile bool _isClosing;

    /// <summary>The keys of the answer in the order of writing, with the index of each one's provider.</summary>
    /// <remarks>Sorted, as the original's answers are: what lands in the guest is the same to the byte.</remarks>
    private readonly (JsonEncodedText Key, int Index)[] _keys;

    /// <param name="entries">The providers, in order.</param>
    /// <param name="lookups">What they declare to need.</param>
    /// <param name="plugins">Their plugins; unloaded with the pipeline.</param>
    /// <param name="settings">What <c>[DEFAULT]</c> says.</param>
    /// <param name="threads">The threads that providers run on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public ProviderPipeline(
        IReadOnlyList<ProviderEntry> entries,
        DeclaredLookups lookups,
        IReadOnlyList<LoadedPlugin> plugins,
        PipelineSettings settings,
        ProviderThreads threads,
        TimeProvider time,
        ILogger<ProviderPipeline> logger)
    {
        Entries = entries;
        Settings = settings;
        Threads = threads;
        Time = time;
        ShortestTimeout = entries.Min(entry => entry.Timeout);
        _lookups = lookups;
        Plugins = plugins;
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

    /// <summary>What <c>[DEFAULT]</c> says of the pipeline.</summary>
    public PipelineSettings Settings { get; }

    /// <summary>The threads that the providers run on.</summary>
    public ProviderThreads Threads { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The shortest of the providers' time-outs; null when none has one.</summary>
    public TimeSpan? ShortestTimeout { get; }

    /// <summary>It is about to go: what still runs in it ends.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Starts what the providers will look up, and runs them, in order.</summary>
    /// <remarks>
    /// A provider that fails, or has not finished when the budget is spent, is left out and logged; the others' parts are in
    /// the output all the same.
    /// </remarks>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any longer.</exception>
    public Task<PipelineOutput> RunAsync(VendordataContext context, RequestBudget budget)
    {
        _lookups.Start(context);
        return PipelineRun.RunAsync(this, context, budget);
    }

    /// <summary>Puts the output of a request together from what its calls gave by now.</summary>
    /// <param name="calls">In the order of the providers; null where a provider's turn did not come.</param>
    public PipelineOutput Collect(IReadOnlyList<ProviderCall?> calls)
    {
        var parts = new ReadOnlyMemory<byte>[calls.Count];
        CloudConfig? cloudConfig = null;
        List<string>? missing = null;
        var isIncomplete = false;
        for (var index = 0; index < calls.Count; index++)
        {
            var call = calls[index];
            var state = call?.State;
            if (state == OutcomeKind.Ok)
                parts[index] = Take(call!, ref cloudConfig);
            else if (state != OutcomeKind.Nothing)
                Miss(Entries[index], ref isIncomplete, ref missing);
        }

        if (isIncomplete && missing is null)
            Instruments.IncompleteAnswers.Add(1);

        return new(_keys, parts, cloudConfig, missing ?? (IReadOnlyList<string>)[], this, calls);
    }

    /// <summary>Counts what a plugin threw outside of any call as a failure of its providers.</summary>
    public void CountFailure(PluginFolder plugin)
    {
        foreach (var entry in Entries.Where(entry => entry.Description.Folder == plugin))
            entry.CountFailure();
    }

    /// <summary>Says which providers an answer went out without since the time was spent.</summary>
    public void ReportUnfinished(RequestBudget budget, IReadOnlyList<string> unfinished)
    {
        if (budget.Left == TimeSpan.Zero)
            Log.BudgetSpent(_logger, budget.Length!.Value.TotalSeconds, string.Join(", ", unfinished));
        else
            Log.Closing(_logger, string.Join(", ", unfinished));
    }

    /// <summary>
    /// Ends the calls that still go on, disposes the providers, the last first, and starts the unloading of their plugins.
    /// Whatever of that does not end in <see cref="DisposeTime"/> is logged and goes on by itself.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await EndCallsAsync();

        var disposingSince = Time.GetTimestamp();
        foreach (var entry in Entries.Reverse())
        {
            var left = DisposeTime - Time.GetElapsedTime(disposingSince);
            await DisposeAsync(entry, left > LeastDisposeTime ? left : LeastDisposeTime);
        }

        foreach (var plugin in Plugins)
            plugin.Dispose();
    }

    private async Task EndCallsAsync()
    {
        try
        {
            await Task.WhenAll(Entries.Select(entry => entry.Lane.WhenEmptyAsync())).WaitAsync(DisposeTime, Time);
        }
        catch (TimeoutException)
        {
            foreach (var entry in Entries.Where(entry => entry.Lane.Calls > 0))
                Log.CallsGoOn(_logger, entry.Name, entry.Lane.Calls);
        }
    }

    private async Task DisposeAsync(ProviderEntry entry, TimeSpan patience)
    {
        // On a thread of the providers: the caller's may have others to serve.
        var disposing = Threads.RunAsync(() => entry.DisposeAsync().AsTask(), patience: null, Time);
        try
        {
            await disposing.WaitAsync(patience, Time);
        }
        catch (TimeoutException) when (!disposing.IsCompleted)
        {
            Log.DisposeGoesOn(_logger, entry.Name, patience.TotalSeconds);
        }
        catch (Exception exception)
        {
            Log.DisposeFailed(_logger, entry.Name, FailureText.Full(exception));
        }
    }

    private ReadOnlyMemory<byte> Take(ProviderCall call, ref CloudConfig? cloudConfig)
    {
        var output = call.Output;
        if (output.CloudConfig.ValueKind == JsonValueKind.Object)
            Merge(cloudConfig ??= new(Settings.Merge), call.Entry.Name, output.CloudConfig);
        else if (output.CloudConfig.ValueKind != JsonValueKind.Undefined)
            Log.CloudConfigIgnored(_logger, call.Entry.Name, output.CloudConfig.ValueKind);
        return output.Json;
    }

    private static void Miss(ProviderEntry entry, ref bool isIncomplete, ref List<string>? missing)
    {
        // The daemon's own, which warms it up, is no answer's to lack.
        isIncomplete |= entry.Statistics is not null;
        if (entry.Required)
            (missing ??= []).Add(entry.Name);
    }

    /// <summary>How each provider's call of a request ended, in order.</summary>
    public IReadOnlyList<ProviderOutcome> Outcomes(IReadOnlyList<ProviderCall?> calls) =>
    [
        .. calls.Select((call, index) => call?.Outcome ?? new(
            Entries[index].Name, OutcomeKind.NotBegun, TimeSpan.Zero, 0, "the request's time was spent before its turn came")),
    ];

    private void Merge(CloudConfig cloudConfig, string provider, JsonElement given)
    {
        foreach (var (key, earlier, later) in cloudConfig.Merge(provider, given))
            Log.CloudConfigReplaced(_logger, key, earlier, later);
    }

    private static partial class Log
    {
        [LoggerMessage(5002, LogLevel.Warning, "The provider {Provider} gave a cloud-config that is no object but a {Kind}; it is left out of cloud-init.")]
        public static partial void CloudConfigIgnored(ILogger logger, string provider, JsonValueKind kind);

        [LoggerMessage(5003, LogLevel.Warning, "The provider {Provider} failed while it was disposed: {Failure}")]
        public static partial void DisposeFailed(ILogger logger, string provider, string failure);

        [LoggerMessage(5011, LogLevel.Warning, "The providers go away while a request is under way; its answer goes out without {Providers}.")]
        public static partial void Closing(ILogger logger, string providers);

        [LoggerMessage(5012, LogLevel.Warning, "{Count} calls of the provider {Provider} did not end although they were cancelled; the provider is disposed all the same.")]
        public static partial void CallsGoOn(ILogger logger, string provider, int count);

        [LoggerMessage(5013, LogLevel.Warning, "The disposal of the provider {Provider} did not end within {Seconds:0} s; it goes on by itself, and its plugin stays in memory until then.")]
        public static partial void DisposeGoesOn(ILogger logger, string provider, double seconds);

        [LoggerMessage(5010, LogLevel.Warning, "The {Seconds} s of the request are spent; its answer goes out without {Providers}.")]
        public static partial void BudgetSpent(ILogger logger, double seconds, string providers);

        [LoggerMessage(5004, LogLevel.Warning, "The cloud-config key {Key} of the provider {Earlier} is replaced by that of the provider {Later}; the guest gets the latter alone.")]
        public static partial void CloudConfigReplaced(ILogger logger, string key, string earlier, string later);
    }
}
