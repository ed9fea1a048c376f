using System.Text.Json;

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

    /// <summary>Reads a list as JSON, page by page as <c>links.next</c> of each page says.</summary>
    /// <param name="serviceType">The service's type in the catalog.</param>
    /// <param name="path">The path below the service's versioned endpoint, without a leading slash, with its query.</param>
    /// <param name="collection">The property of each page that holds its items.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="OpenStackException">
    /// As for a resource; or there are more pages than any list has, or they go in a circle.
    /// </exception>
    Task<IReadOnlyList<JsonElement>> ListAsync(
        string serviceType, string path, string collection, CancellationToken cancellationToken);

    /// <summary>Sends any request to a service, with the token.</summary>
    /// <param name="serviceType">The service's type in the catalog.</param>
    /// <param name="request">
    /// The request; its address counts from the service's endpoint as it stands in the catalog. See <see cref="ServiceAddress"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, whatever its status, read whole.</returns>
    /// <exception cref="OpenStackException">
    /// The address leads elsewhere, there is no token or no such service, or no whole answer came in time.
    /// </exception>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    Task<HttpResponseMessage> SendAsync(string serviceType, HttpRequestMessage request, CancellationToken cancellationToken);
}
