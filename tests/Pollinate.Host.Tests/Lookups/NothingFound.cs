using Pollinate.Abstractions;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>A cloud that has nothing of a kind.</summary>
internal sealed class NothingFound<TResource> : ILookup<TResource>
    where TResource : class
{
    public Task<TResource?> FindAsync(VendordataContext context, string id, CancellationToken cancellationToken) =>
        Task.FromResult<TResource?>(null);
}
