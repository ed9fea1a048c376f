namespace Pollinate.Host.OpenStack;

/// <summary>Addresses that requests of a service's client go to.</summary>
internal static class ServiceAddress
{
    /// <summary>
    /// What relative addresses count from until the endpoint is known. The name exists in no network
    /// (https://www.rfc-editor.org/rfc/rfc6761#section-6.4).
    /// </summary>
    public static Uri Placeholder { get; } = new("http://service.invalid/");

    /// <summary>
    /// The address below the endpoint. One that begins with a slash, or tries to leave by dots, counts from the endpoint, too.
    /// A whole address, as in a link that the service gave, must be on the endpoint's own host.
    /// </summary>
    /// <param name="serviceType">The service, for the message.</param>
    /// <param name="endpoint">The endpoint, without slashes at its end.</param>
    /// <param name="asked">The address asked for, whole or below <see cref="Placeholder"/>.</param>
    /// <exception cref="OpenStackException">The address is on another host.</exception>
    public static Uri Resolve(string serviceType, string endpoint, Uri asked)
    {
        if (SameOriginRedirectHandler.IsSameOrigin(asked, Placeholder))
            return new(endpoint + asked.PathAndQuery);
        if (SameOriginRedirectHandler.IsSameOrigin(new(endpoint), asked))
            return asked;
        throw new OpenStackException(
            $"the address {asked.GetLeftPart(UriPartial.Authority)} is not the service's own, and tokens are never sent to another host. Use an address below the service's endpoint.");
    }
}
