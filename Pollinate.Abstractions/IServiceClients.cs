namespace Pollinate.Abstractions;

/// <summary>
/// Clients of any service in the cloud's catalog, for what no <see cref="ILookup{TResource}"/> finds. Take it as a parameter
/// of the provider's constructor. Safe for any thread.
/// </summary>
public interface IServiceClients
{
    /// <summary>
    /// A client whose relative addresses count from the service's endpoint in the catalog, and whose calls carry the
    /// daemon's own token. A call is bounded by <c>[DEFAULT] api_timeout</c>; a 401 renews the token and repeats it once.
    /// </summary>
    /// <param name="serviceType">The service's type in the catalog, such as <c>placement</c> or <c>load-balancer</c>.</param>
    /// <returns>
    /// A client to use and dispose, or to keep: both cost little. Its calls throw <see cref="LookupException"/> when the
    /// catalog has no such service or Keystone gives the daemon no token, and otherwise what <see cref="HttpClient"/> throws.
    /// It sends tokens to no host but the service's.
    /// </returns>
    HttpClient Create(string serviceType);
}
