namespace Pollinate.Fuzz.Targets;

/// <summary>Answers calls at once, on the thread that asks.</summary>
internal sealed class CannedHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = answer(request);
        response.RequestMessage = request;
        return Task.FromResult(response);
    }
}
