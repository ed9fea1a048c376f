using Pollinate.Abstractions;
using Pollinate.Host.Authentication;
using Pollinate.Host.Caching;
using Pollinate.Host.Generations;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Telemetry;

/// <summary>What can be seen of the daemon at any moment, for whoever asks. Changes nothing. Safe for any thread.</summary>
/// <param name="current">The generation in force.</param>
/// <param name="reloader">Knows the others.</param>
/// <param name="providers">What the providers have done.</param>
/// <param name="requests">What the requests took.</param>
/// <param name="startedAt">When the daemon was started.</param>
internal sealed class DaemonView(
    CurrentGeneration current, Reloader reloader, ProviderRecords providers, RequestStatistics requests, DateTimeOffset startedAt)
{
    private int _operators;

    public Generation Current => current.Value;

    public DateTimeOffset StartedAt => startedAt;

    public RequestStatistics Requests => requests;

    public ReloadHistory Reloads => reloader.History;

    public IReadOnlyList<ProviderEntry> Entries => Current.Pipeline.Entries;

    public IEnumerable<ProviderStatistics> Providers => providers.All;

    /// <summary>Requests of Nova's that are under way.</summary>
    public int RequestsInFlight =>
        Math.Max(0, Current.RequestsInside + reloader.Retiring.Sum(generation => generation.RequestsInside) - Volatile.Read(ref _operators));

    /// <summary>Generations that are no longer in force and have not ended.</summary>
    public int Retiring => reloader.Retiring.Count();

    /// <summary>Plugins that are loaded for the generation in force and those that end.</summary>
    public int ContextsInUse => Current.Plugins.Count + reloader.Retiring.Sum(generation => generation.Plugins.Count);

    /// <summary>Plugins that have been unloaded and are still in memory.</summary>
    public int ContextsUnloaded => reloader.Unloads.Alive;

    /// <summary>The servers of the shared cache.</summary>
    public IReadOnlyList<CacheServer> CacheServers => Current.Services.GetRequiredService<SharedCache>().Servers;

    /// <summary>What each cache in the process holds.</summary>
    public IEnumerable<(string Cache, int Entries)> CacheEntries
    {
        get
        {
            var services = Current.Services;
            yield return (CacheTallies.Token.Name, services.GetRequiredService<TokenCache>().Count);
            yield return (CacheTallies.Project.Name, Count<Project>(services));
            yield return (CacheTallies.Image.Name, Count<Image>(services));
            yield return (CacheTallies.Server.Name, Count<Server>(services));
        }
    }

    /// <summary>A request of an operator's is inside a generation, too.</summary>
    public void OperatorCame() => Interlocked.Increment(ref _operators);

    /// <summary>Ends what <see cref="OperatorCame"/> began.</summary>
    public void OperatorWent() => Interlocked.Decrement(ref _operators);

    private static int Count<TResource>(IServiceProvider services)
        where TResource : class =>
        (services.GetRequiredService<IResourceSource<TResource>>() as CachedSource<TResource>)?.Count ?? 0;
}
