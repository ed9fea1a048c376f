using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pollinate.Abstractions;
using Pollinate.Host.Budgets;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>A pipeline of plugins that do nothing, built as the daemon builds one.</summary>
internal sealed class NoOpPipeline : IAsyncDisposable
{
    private static readonly JsonElement Body = JsonElement.Parse("""{"project-id":"p"}""");

    private readonly string _folder = Directory.CreateTempSubdirectory("pollinate-bench-").FullName;
    private readonly ProviderThreads _threads = ProviderThreads.OfProcess();
    private readonly PluginStore _store;
    private readonly ArrayBufferWriter<byte> _answer = new();
    private ProviderPipeline _pipeline = null!;

    public NoOpPipeline() => _store = PluginStore.Open(Path.Combine(_folder, "cache"));

    private string Plugins => Path.Combine(_folder, "plugins");

    /// <summary>Writes the plugins to disk.</summary>
    public void Write(int providers) => NoOpPlugins.Write(Plugins, providers);

    /// <summary>Finds, copies and loads them, and constructs the providers.</summary>
    public async Task LoadAsync(int providers)
    {
        var lookups = EmptyCloud.Lookups();
        var builder = new PipelineBuilder(
            _store,
            new(NullLoggerFactory.Instance, lookups, TimeProvider.System),
            lookups,
            _threads,
            new(NullLogger<ProcessGuard>.Instance),
            TimeProvider.System,
            NullLogger<ProviderPipeline>.Instance,
            NullLogger<PipelineBuilder>.Instance);
        _pipeline = await builder.BuildAsync(
            [.. Enumerable.Range(1, providers).Select(NoOpPlugins.NameOf)],
            PluginCatalog.Read([Plugins]),
            provider => (new(provider.Name!, new Dictionary<string, object?>()), new()),
            PipelineSettings.Of(new()));
    }

    /// <summary>Runs one request through it, with a budget, to the bytes of the answer.</summary>
    public async Task<int> RunAsync()
    {
        using var budget = new RequestBudget(TimeSpan.FromSeconds(4), TimeProvider.System, CancellationToken.None);
        var output = await _pipeline.RunAsync(new RequestContext(Body, new Caller(), "req-1", budget), budget);
        _answer.ResetWrittenCount();
        output.WriteAll(_answer);
        return _answer.WrittenCount;
    }

    public async ValueTask DisposeAsync()
    {
        if (_pipeline is not null)
            await _pipeline.DisposeAsync();
        _threads.Dispose();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
