using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Host.Budgets;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Lookups;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Pipeline;

/// <summary>A pipeline of built plugins, as the daemon builds it, and everything that it needs.</summary>
internal sealed class BuiltPipeline : IAsyncDisposable
{
    /// <summary>Far more than any machine needs; only a test that fails waits so long.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _cache = new();
    private readonly ILoggerFactory _loggers;

    public BuiltPipeline()
    {
        _loggers = Log.ToFactory();
        Store = PluginStore.Open(_cache.Path);
    }

    public CollectedLog Log { get; } = new();

    public ProjectsOfTests Projects { get; } = new();

    public PluginStore Store { get; }

    public ProviderPipeline Pipeline { get; private set; } = null!;

    /// <summary>Values of the providers' sections by provider and option.</summary>
    public Dictionary<(string Provider, string Option), object?> Values { get; } = [];

    /// <summary>How a provider is treated, where that is not as usual.</summary>
    public Dictionary<string, ProviderPolicy> Policies { get; } = [];

    public CloudConfigMerge Merge { get; set; }

    public int MaximumOutput { get; set; } = 1024 * 1024;

    /// <summary>Far more than any constructor needs, unless a test is about just that.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a request has; without an end when null.</summary>
    public TimeSpan? RequestTime { get; set; }

    public ProviderThreads Threads { get; init; } = ProviderThreads.OfProcess();

    /// <summary>The output of the last request.</summary>
    public PipelineOutput Output { get; private set; } = null!;

    /// <summary>The clock of the pipeline.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Builds it of providers by their names, from these fixtures and from Fixture.Dispatch.</summary>
    public Task<BuiltPipeline> OfPluginsAsync(IReadOnlyList<string> plugins, params string[] entries)
    {
        var own = _cache.Combine("plugins-of-this-test");
        foreach (var plugin in plugins.Append("Fixture.Dispatch"))
            BuiltPlugins.CopyFixture(plugin, own);
        return OfAsync([own], entries);
    }

    /// <summary>Builds it of the fixtures' classes, named without their namespace.</summary>
    public Task<BuiltPipeline> OfFixturesAsync(params string[] classes) =>
        OfAsync([BuiltPlugins.Fixtures], [.. classes.Select(name => "Fixture.Dispatch." + name)]);

    /// <summary>Builds it of full type names in plugin folders.</summary>
    public async Task<BuiltPipeline> OfAsync(IReadOnlyList<string> pluginsDirectories, IReadOnlyList<string> entries)
    {
        var lookups = TestLookups.Of(new Lookup<Project>(Projects));
        var activator = new ProviderActivator(_loggers, lookups, TimeProvider.System);
        var builder = new PipelineBuilder(
            Store,
            activator,
            lookups,
            Threads,
            new(_loggers.CreateLogger<ProcessGuard>()),
            Time,
            _loggers.CreateLogger<ProviderPipeline>(),
            _loggers.CreateLogger<PipelineBuilder>());
        // The twin of another fixture's class is in the way of every test but its own.
        var own = entries.Any(entry => entry.StartsWith("Fixture.Dispatch.", StringComparison.Ordinal))
            ? pluginsDirectories.Select(WithoutTwin).ToList()
            : pluginsDirectories;
        Pipeline = await builder.BuildAsync(entries, PluginCatalog.Read(own), Section, new(Merge, MaximumOutput, StartTimeout));
        return this;
    }

    public async Task<JsonElement> RunAsync(
        string body = """{"project-id":"p1"}""",
        CancellationToken cancellationToken = default)
    {
        var answer = new ArrayBufferWriter<byte>();
        Output = await AskAsync(body, cancellationToken);
        Output.WriteAll(answer);
        return JsonElement.Parse(answer.WrittenSpan);
    }

    /// <summary>Runs one of many requests.</summary>
    /// <exception cref="TimeoutException">There is no answer, long after any request's time.</exception>
    public async Task<PipelineOutput> AskAsync(string body = """{"project-id":"p1"}""", CancellationToken cancellationToken = default)
    {
        using var json = JsonDocument.Parse(body);
        using var budget = new RequestBudget(RequestTime, Time, cancellationToken);
        var context = new RequestContext(json.RootElement.Clone(), new Caller { UserName = "nova" }, "req-1", budget);
        Task<PipelineOutput> running;
        // The test's own context says where types are looked for by name; that of a request in the daemon does not.
        using (ExecutionContext.SuppressFlow())
            running = Task.Run(() => Pipeline.RunAsync(context, budget), CancellationToken.None);
        return await running.WaitAsync(Guard, CancellationToken.None);
    }

    /// <summary>The entry of a provider.</summary>
    public ProviderEntry Entry(string name) => Pipeline.Entries.Single(entry => entry.Name == name);

    /// <summary>Lets go on what waits for the disposal of a provider, as the fixtures that never end do.</summary>
    public void Release()
    {
        foreach (var entry in Pipeline?.Entries ?? [])
            (entry.Provider as IDisposable)?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        if (Pipeline is not null)
            await Pipeline.DisposeAsync();
        Threads.Dispose();
        Store.Dispose();
        _cache.Dispose();
        _loggers.Dispose();
    }

    private string WithoutTwin(string directory)
    {
        if (directory != BuiltPlugins.Fixtures)
            return directory;
        var own = _cache.Combine("plugins-of-this-test");
        if (!Directory.Exists(own))
            BuiltPlugins.CopyFixture("Fixture.Dispatch", own);
        return own;
    }

    private (ProviderSettings, ProviderPolicy) Section(ProviderDescription provider) => (Settings(provider), Policies.GetValueOrDefault(provider.Name!, new()));

    private ProviderSettings Settings(ProviderDescription provider) =>
        new(provider.Name!, provider.Options.ToDictionary(
            option => option.Name,
            option => Values.GetValueOrDefault((provider.Name!, option.Name), option.Default),
            StringComparer.Ordinal));
}
