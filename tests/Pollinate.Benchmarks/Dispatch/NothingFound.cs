using Pollinate.Abstractions;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>A lookup of a cloud that has nothing.</summary>
internal sealed class NothingFound<TResource> : ILookup<TResource>
    where TResource : class
{
    public Task<TResource?> FindAsync(VendordataContext context, string id, CancellationToken cancellationToken) =>
        Task.FromResult<TResource?>(null);
}
