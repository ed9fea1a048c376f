using Pollinate.Abstractions;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Secrets;

namespace Pollinate.Host.Lookups;

/// <summary>Looks secrets up by name. The store is read at most once per request, whatever number of names is asked for.</summary>
internal sealed class SecretLookup(ISecretStore store) : ILookup<Secret>
{
    public async Task<Secret?> FindAsync(VendordataContext context, string id, CancellationToken cancellationToken) =>
        (await ReadAsync(context, cancellationToken)).TryGetValue(id, out var value) ? new(id, value) : null;

    /// <summary>All secrets, as this request sees them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var reading = context is RequestContext request
            ? request.Memo
                .GetOrAdd("", (Lookup: this, request.Budget), static (_, state) => state.Lookup.ReadInHostAsync(state.Budget.Token))
                .WaitAsync(cancellationToken)
            : ReadInHostAsync(cancellationToken);
        return (await reading)!;
    }

    private Task<IReadOnlyDictionary<string, string>?> ReadInHostAsync(CancellationToken cancellationToken) =>
        HostCode.Run((Lookup: this, cancellationToken), static call => call.Lookup.ReadStoreAsync(call.cancellationToken));

    private async Task<IReadOnlyDictionary<string, string>?> ReadStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(cancellationToken);
        }
        catch (SecretStoreException exception)
        {
            throw new LookupException(exception.Message, exception);
        }
    }
}
