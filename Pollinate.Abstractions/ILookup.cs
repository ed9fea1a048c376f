namespace Pollinate.Abstractions;

/// <summary>
/// Finds resources of one kind: <see cref="Project"/> and <see cref="CredentialList"/> in Keystone, <see cref="Server"/> in
/// Nova, <see cref="Image"/> in Glance, <see cref="Volume"/> in Cinder, <see cref="Secret"/> in the operator's store of
/// secrets. Take it as a parameter of the provider's constructor. Safe for any thread.
/// </summary>
/// <typeparam name="TResource">The kind of resource; a record of this contract.</typeparam>
public interface ILookup<TResource>
    where TResource : class
{
    /// <summary>
    /// Finds one resource. However many providers ask for it during one request, the cloud is asked at most once, and all
    /// get the same answer or the same failure.
    /// </summary>
    /// <param name="context">The request on whose behalf it is looked up.</param>
    /// <param name="id">The resource's id; of credentials their type, of a secret its name.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller; others who wait for the same answer go on.</param>
    /// <returns>The resource, or null when the service says that there is none.</returns>
    /// <exception cref="LookupException">The service did not answer, or not as its API says.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<TResource?> FindAsync(VendordataContext context, string id, CancellationToken cancellationToken);
}
