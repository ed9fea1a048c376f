using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pollinate.Abstractions;
using Pollinate.Benchmarks.Dispatch;
using Pollinate.Host.Budgets;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;

namespace Pollinate.Benchmarks.Answers;

/// <summary>A pipeline of six providers that give what those that come with the daemon give for a guest with Windows.</summary>
internal sealed class SixProviders : IAsyncDisposable
{
    private static readonly (string Name, string Json)[] Parts =
    [
        ("project_info", """{"project_id":"0bb3fa3aa4de405cb4562d2efe937225","project_name":"demo"}"""),
        ("cloudstor", """{"username":"u1","password":"p1"}"""),
        ("nvidia_vgpu", """{"license_token":"sample-licence-monash"}"""),
        ("windows_product_key", """{"product_key":"AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"}"""),
        ("crowdstrike", """
            {"cid":"sample-cid-qh2","enabled":true,"fail_if_missing":false,"installer_url":"https://installer.example.org/qh2.deb",
             "installer_url_deb":"https://installer.example.org/qh2.deb","installer_url_rpm":"https://installer.example.org/qh2.rpm",
             "provisioning_token":"sample-provisioning-token","tags":"research,qh2"}
            """),
        ("test", """{"OK":"Success"}"""),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("pollinate-bench-").FullName;
    private readonly ProviderThreads _threads = ProviderThreads.OfProcess();
    private readonly PluginStore _store;
    private readonly ProviderPipeline _pipeline;

    public SixProviders()
    {
        _store = PluginStore.Open(Path.Combine(_folder, "cache"));
        var guard = new ProcessGuard(NullLogger<ProcessGuard>.Instance);
        _pipeline = new(
            [.. Parts.Select(part => Entry(part.Name, part.Json, guard))],
            new([], EmptyCloud.Lookups()),
            [],
            PipelineSettings.Of(new()),
            _threads,
            TimeProvider.System,
            NullLogger<ProviderPipeline>.Instance);
    }

    /// <summary>Runs one request.</summary>
    public async Task<PipelineOutput> RunAsync()
    {
        using var budget = new RequestBudget(TimeSpan.FromSeconds(4), TimeProvider.System, CancellationToken.None);
        return await _pipeline.RunAsync(new RequestContext(JsonElement.Parse("""{"project-id":"p"}"""), new Caller(), "req-1", budget), budget);
    }

    public async ValueTask DisposeAsync()
    {
        await _pipeline.DisposeAsync();
        _threads.Dispose();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ProviderEntry Entry(string name, string json, ProcessGuard guard) => new(
        new(new(name, _folder), typeof(GivingProvider).FullName!, name, [], [], Flaw: null),
        new GivingProvider(json),
        new ServiceCollection().BuildServiceProvider(),
        new(),
        _store.Marker.Slot(name),
        _threads,
        guard,
        TimeProvider.System,
        NullLogger.Instance);
}
