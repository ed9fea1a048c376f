namespace Pollinate.Host.OpenStack;

/// <summary>
/// Keeps the connections' own handler from repeating calls: it sends a request without a body up to three times more, unasked
/// and without a wait, when the connection is closed before the answer. How often to ask is for those above to say, so each
/// request has a body, be it an empty one.
/// </summary>
internal sealed class SendOnceHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Content ??= new ByteArrayContent([]);
        return base.SendAsync(request, cancellationToken);
    }
}
