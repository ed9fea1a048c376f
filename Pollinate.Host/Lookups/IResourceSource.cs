using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

/// <summary>Asks the cloud for one kind of resource. A new kind is a record of the contract and one of these.</summary>
internal interface IResourceSource<TResource>
    where TResource : class
{
    /// <returns>The resource, or null when the service says that there is none.</returns>
    /// <exception cref="LookupException">The service did not answer, or not as its API says.</exception>
    Task<TResource?> FetchAsync(string id, CancellationToken cancellationToken);
}
