using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Lookups;

/// <summary>Asks the cloud for what is not kept. Safe for any thread.</summary>
/// <param name="source">Asks the cloud.</param>
/// <param name="kept">What is kept.</param>
/// <param name="tally">Told whether a resource was kept, or asked for by somebody else already.</param>
internal sealed class CachedSource<TResource>(IResourceSource<TResource> source, KeptResources<TResource> kept, CacheTally? tally = null)
    : IResourceSource<TResource>
    where TResource : class
{
    /// <inheritdoc cref="KeptResources{TResource}.Count"/>
    public int Count => kept.Count;

    /// <param name="id">The resource's id.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller; the others who wait go on.</param>
    /// <inheritdoc cref="IResourceSource{TResource}.FetchAsync"/>
    public Task<TResource?> FetchAsync(string id, CancellationToken cancellationToken) => kept.FetchAsync(id, source, tally, cancellationToken);
}
