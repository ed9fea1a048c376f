using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Clients that speak with the services of the catalog in the daemon's name.</summary>
internal sealed class ServiceClients(IOpenStackSession session) : IServiceClients
{
    public HttpClient Create(string serviceType)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceType);
        return new(new ServiceClientHandler(session, serviceType))
        {
            BaseAddress = ServiceAddress.Placeholder,
            // The session bounds the call.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
