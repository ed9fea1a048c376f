using Pollinate.Abstractions;
using Pollinate.Host.Dispatch;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Sends what a provider's client asks of one service, and fails in the terms of the contract.</summary>
internal sealed class ServiceClientHandler(IOpenStackSession session, string serviceType) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        HostCode.Run((Handler: this, request, cancellationToken), static call => call.Handler.SendInHostAsync(call.request, call.cancellationToken));

    private async Task<HttpResponseMessage> SendInHostAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await session.SendAsync(serviceType, request, cancellationToken);
        }
        catch (OpenStackException exception)
        {
            throw new LookupException(exception.Message, exception);
        }
    }
}
