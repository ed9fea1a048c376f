namespace Pollinate.Host.OpenStack;

/// <summary>The cloud as the user of <c>[service_auth]</c> sees it. Safe for any thread.</summary>
internal interface IOpenStackSession
{
    /// <summary>Reads one resource as JSON.</summary>
    /// <param name="serviceType">The service's type in the catalog: identity, compute, image, volumev3…</param>
    /// <param name="path">The path below the service's versioned endpoint, without a leading slash.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer: any 2xx, or 404.</returns>
    /// <exception cref="OpenStackException">
    /// The service could not be reached, answered any other status, or a body that is not JSON.
    /// </exception>
    Task<ServiceAnswer> GetAsync(string serviceType, string path, CancellationToken cancellationToken);
}
