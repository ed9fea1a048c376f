using Pollinate.Abstractions;
using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Lookups;

/// <summary>Looks each resource up at most once per request.</summary>
internal sealed class Lookup<TResource>(IResourceSource<TResource> source) : ILookup<TResource>
    where TResource : class
{
    public Task<TResource?> FindAsync(VendordataContext context, string id, CancellationToken cancellationToken)
    {
        // A context that is not the daemon's own, as in a provider's tests, remembers nothing.
        if (context is not RequestContext request)
            return Fetch(source, id, cancellationToken);

        // The call belongs to the request, not to the provider that asked first: one that gives up must not fail the others.
        return request.Memo
            .GetOrAdd(id, (source, request.Budget), static (id, state) => Fetch(state.source, id, state.Budget.Token))
            .WaitAsync(cancellationToken);
    }

    private static Task<TResource?> Fetch(IResourceSource<TResource> source, string id, CancellationToken cancellationToken) =>
        HostCode.Run((source, id, cancellationToken), static call => call.source.FetchAsync(call.id, call.cancellationToken));
}
