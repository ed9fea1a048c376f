using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

/// <summary>
/// The lookups that the providers of one pipeline declare, each once. Started together as a request arrives, so that
/// providers which run in order wait for one round trip and not for the sum. Immutable.
/// </summary>
internal sealed class DeclaredLookups(IEnumerable<DeclaredLookup> declared, ProviderLookups lookups)
{
    private readonly IReadOnlyList<DeclaredLookup> _declared = [.. declared.Distinct()];

    /// <summary>
    /// Starts them for one request, which remembers them; whoever asks for one later waits for the same call. A failure
    /// reaches nobody else.
    /// </summary>
    public void Start(VendordataContext context)
    {
        // Another kind of context has no memory: what it started would be asked for twice.
        if (context is not RequestContext request)
            return;
        foreach (var lookup in _declared)
            _ = StartAsync(lookup, request);
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
