namespace Pollinate.Abstractions;

/// <summary>
/// Clients of any service in the cloud's catalog, for what no <see cref="ILookup{TResource}"/> finds. Take it as a parameter
/// of the provider's constructor. Safe for any thread.
/// </summary>
public interface IServiceClients
{
    /// <summary>
    /// A client whose relative addresses count from the service's endpoint in the catalog, and whose calls carry the
    /// daemon's own token. A call is bounded by <c>[DEFAULT] api_timeout</c>; a 401 renews the token and repeats it once,
    /// unless its content is a stream, which cannot be sent twice.
    /// </summary>
    /// <param name="serviceType">The service's type in the catalog, such as <c>placement</c> or <c>load-balancer</c>.</param>
    /// <returns>
    /// A client to use and dispose, or to keep: both cost little. It reads each answer whole, up to 10 MB. Its calls throw
    /// <see cref="LookupException"/> when the catalog has no such service, Keystone gives the daemon no token, the address is
    /// on another host than the service's, or no whole answer came in time, and otherwise what <see cref="HttpClient"/>
    /// throws. It sends tokens to no host but the service's.
    /// </returns>
    HttpClient Create(string serviceType);
}
