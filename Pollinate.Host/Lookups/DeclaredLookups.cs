using Pollinate.Abstractions;
using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Lookups;

/// <summary>
/// The lookups that the providers of one pipeline declare, each once. Started together as a request arrives, so that
/// providers which run in order wait for one round trip and not for the sum. Immutable.
/// </summary>
/// <param name="declared">The lookups, each with the breaker of the provider that declares it.</param>
/// <param name="lookups">Makes them.</param>
internal sealed class DeclaredLookups(IEnumerable<(DeclaredLookup Lookup, CircuitBreaker Breaker)> declared, ProviderLookups lookups)
{
    private readonly (DeclaredLookup Lookup, CircuitBreaker[] Breakers)[] _declared =
    [
        .. declared
            .GroupBy(one => one.Lookup.Whole, one => one.Breaker)
            .Select(group => (group.Key, group.ToArray())),
    ];

    /// <summary>
    /// Starts them for one request, which remembers them; whoever asks for one later waits for the same call. A failure
    /// reaches nobody else. What only providers need that are left out for a while is not started: most often that is what
    /// they are left out for.
    /// </summary>
    public void Start(VendordataContext context)
    {
        // Another kind of context has no memory: what it started would be asked for twice.
        if (context is not RequestContext request)
            return;
        foreach (var (lookup, breakers) in _declared)
        {
            if (IsAnyClosed(breakers))
                _ = StartAsync(lookup, request);
        }
    }

    private static bool IsAnyClosed(CircuitBreaker[] breakers)
    {
        foreach (var breaker in breakers)
        {
            if (breaker.State == BreakerState.Closed)
                return true;
        }

        return false;
    }

    /// <summary>The memo observes the failure of a lookup that nobody asks for.</summary>
    private Task StartAsync(DeclaredLookup lookup, RequestContext request) => lookup.Kind switch
    {
        LookupKind.Project => lookups.Projects.FindAsync(request, request.ProjectId, CancellationToken.None),
        LookupKind.Server when !string.IsNullOrEmpty(request.InstanceId) =>
            lookups.Servers.FindAsync(request, request.InstanceId, CancellationToken.None),
        LookupKind.Image when !string.IsNullOrEmpty(request.ImageId) =>
            lookups.Images.FindAsync(request, request.ImageId, CancellationToken.None),
        LookupKind.Credentials => lookups.Credentials.FindAsync(request, lookup.Id!, CancellationToken.None),
        LookupKind.Secrets => StartSecretsAsync(request),
        _ => Task.CompletedTask,
    };

    /// <summary>The store is read whole, so any name will do.</summary>
    private async Task StartSecretsAsync(RequestContext request)
    {
        try
        {
            await lookups.Secrets.FindAsync(request, "", CancellationToken.None);
        }
        catch (Exception exception) when (exception is LookupException or OperationCanceledException)
        {
            // Whoever asks for a secret gets it.
        }
    }
}
