using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Listening;

namespace Pollinate.Host.Telemetry;

/// <summary>What is read when somebody asks for it, and costs nothing until then. Lives as long as the daemon.</summary>
internal sealed class DaemonGauges : IDisposable
{
    private readonly Meter _meter = new(Instruments.MeterName);
    private readonly DaemonView _view;

    public DaemonGauges(DaemonView view)
    {
        _view = view;
        AddDaemon();
        AddProviders();
        AddCaches();
        AddReloads();
        AddProcess();
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<T> Of<T>(T value, string label, string name)
        where T : struct => new(value, new KeyValuePair<string, object?>(label, name));

    private void AddDaemon()
    {
        _meter.CreateObservableGauge(
            "pollinate.build.info",
            static () => new Measurement<int>(1, new("version", BuildVersion.Text), new("runtime", RuntimeInformation.FrameworkDescription)),
            description: "Always 1; the labels say what is running.");
        _meter.CreateObservableGauge("pollinate.requests.in.flight", () => _view.RequestsInFlight, description: "Requests that have come and are not answered yet.");
        _meter.CreateObservableGauge("pollinate.generation", () => _view.Current.Number, description: "The number of the generation in force; each reload that succeeds makes the next.");
        _meter.CreateObservableGauge("pollinate.generations.ending", () => _view.Retiring, description: "Generations that were replaced and have not ended yet.");
        _meter.CreateObservableGauge(
            "pollinate.plugin.contexts",
            () => new[] { Of(_view.ContextsInUse, "state", "in_use"), Of(_view.ContextsUnloaded, "state", "unloaded") },
            description: "Load contexts of plugins that are in memory, in use or unloaded and not gone.");
    }

    private void AddProviders()
    {
        _meter.CreateObservableCounter(
            "pollinate.provider.calls",
            () => _view.Providers.SelectMany(provider => provider.Outcomes.Select(outcome =>
                new Measurement<long>(outcome.Calls, new("provider", provider.Name), new("outcome", outcome.Outcome)))),
            description: "Calls of providers, by how they ended.");
        _meter.CreateObservableGauge(
            "pollinate.provider.breaker.state",
            () => _view.Entries.Select(entry => Of(Number(entry.Breaker.State), "provider", entry.Name)),
            description: "0 when the provider is called, 1 when one call tries it again, 2 when it is left out.");
        _meter.CreateObservableGauge(
            "pollinate.provider.calls.in.progress",
            () => _view.Entries.Select(entry => Of(entry.Lane.Calls, "provider", entry.Name)),
            description: "Calls that have begun and not ended.");
        _meter.CreateObservableGauge(
            "pollinate.provider.calls.waiting",
            () => _view.Entries.Select(entry => Of(entry.Lane.Waiting, "provider", entry.Name)),
            description: "Calls that wait for a place (max_concurrency).");
    }

    private void AddCaches()
    {
        _meter.CreateObservableCounter(
            "pollinate.cache.requests",
            static () => CacheTallies.All.SelectMany(cache => new Measurement<long>[]
            {
                new(cache.Hits, new("cache", cache.Name), new("result", "hit")),
                new(cache.Misses, new("cache", cache.Name), new("result", "miss")),
            }),
            description: "Looks into caches, by whether what was looked for was there.");
        _meter.CreateObservableGauge(
            "pollinate.cache.entries",
            () => _view.CacheEntries.Select(cache => Of(cache.Entries, "cache", cache.Cache)),
            description: "What caches in the process hold.");
        _meter.CreateObservableGauge(
            "pollinate.shared.cache.up",
            () => _view.CacheServers.Select(server => Of(server.IsDead ? 0 : 1, "server", server.Name)),
            description: "1 when the server of the shared cache is used, 0 when it is dead.");
    }

    private void AddReloads()
    {
        _meter.CreateObservableCounter(
            "pollinate.reloads",
            () => new[] { Of(_view.Reloads.Successes, "outcome", "success"), Of(_view.Reloads.Failures, "outcome", "failure") },
            description: "Reloads since the start.");
        _meter.CreateObservableGauge(
            "pollinate.reload.last.success.timestamp", () => _view.Reloads.LastSuccess, "s", "When what is in force was read: the last good reload, or the start.");
        _meter.CreateObservableGauge(
            "pollinate.reload.last.successful", () => _view.Reloads.IsGood ? 1 : 0, description: "0 when the last reload failed, and what was before is still in force.");
    }

    private void AddProcess()
    {
        _meter.CreateObservableCounter("process.cpu", static () => ProcessFigures.CpuSeconds, "s", "Processor time of the process, user and system.");
        _meter.CreateObservableGauge("process.resident.memory", static () => ProcessFigures.ResidentBytes, "By", "Memory of the machine that the process holds.");
        _meter.CreateObservableGauge("process.virtual.memory", static () => ProcessFigures.VirtualBytes, "By", "Addresses that the process has taken.");
        _meter.CreateObservableGauge("process.open.fds", static () => ProcessFigures.OpenDescriptors, description: "Open file descriptors.");
        _meter.CreateObservableGauge("process.max.fds", static () => OpenFileLimit.Descriptors, description: "The most file descriptors that may be open.");
        _meter.CreateObservableGauge("process.start.time", () => _view.StartedAt.ToUnixTimeMilliseconds() / 1000.0, "s", "When the process was started.");
    }

    private static int Number(BreakerState state) => state switch
    {
        BreakerState.Closed => 0,
        BreakerState.Trying => 1,
        _ => 2,
    };
}
