namespace Pollinate.Host.Telemetry;

/// <summary>Sees how the sending of traces and metrics goes; the exporter tells nobody.</summary>
internal sealed class OtlpWatchHandler(OtlpWatch watch, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Tell(base.Send(request, cancellationToken));
        }
        catch (Exception exception)
        {
            watch.Tell(Describe(request, exception));
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Tell(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception exception)
        {
            watch.Tell(Describe(request, exception));
            throw;
        }
    }

    private HttpResponseMessage Tell(HttpResponseMessage response)
    {
        watch.Tell(response.IsSuccessStatusCode ? null : $"{Authority(response.RequestMessage)} answered {(int)response.StatusCode}");
        return response;
    }

    private static string Describe(HttpRequestMessage request, Exception exception) => exception switch
    {
        OperationCanceledException => $"{Authority(request)} gave no answer in time",
        HttpRequestException failure => $"{Authority(request)} got no answer ({failure.HttpRequestError})",
        _ => $"{Authority(request)} can't be asked ({exception.GetType().Name})",
    };

    private static string Authority(HttpRequestMessage? request) => request?.RequestUri?.GetLeftPart(UriPartial.Authority) ?? "the collector";
}
