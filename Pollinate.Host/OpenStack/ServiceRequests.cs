using System.Net.Http.Json;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.OpenStack;

/// <summary>
/// Sends requests that others make to services of the catalog, with the token of one session. Safe for any thread.
/// </summary>
internal sealed partial class ServiceRequests(
    KeystoneSession session, HttpMessageInvoker invoker, TimeProvider clock, ILogger logger)
{
    /// <inheritdoc cref="IOpenStackSession.SendAsync"/>
    public async Task<HttpResponseMessage> SendAsync(
        string serviceType, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(session.CallTimeout, clock, cancellationToken);
        try
        {
            return await SendInTimeAsync(serviceType, request, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenStackException($"{serviceType}: {CallOf(request)} gave no answer within {session.CallTimeout.TotalSeconds} s.") { IsWithoutAnswer = true };
        }
        catch (OpenStackException e)
        {
            throw new OpenStackException($"{serviceType}: {e.Message}", e) { IsWithoutAnswer = e.IsWithoutAnswer };
        }
    }

    private async Task<HttpResponseMessage> SendInTimeAsync(
        string serviceType, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await session.GetTokenAsync(cancellationToken);
        request.RequestUri = ServiceAddress.Resolve(
            serviceType, session.FindEndpoint(token, serviceType), request.RequestUri ?? ServiceAddress.Placeholder);
        var response = await SendAsync(serviceType, token, request, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.Unauthorized && CanBeSentAgain(request.Content))
        {
            response.Dispose();
            session.Drop(token);
            response = await SendAsync(serviceType, await session.GetTokenAsync(cancellationToken), request, cancellationToken);
        }

        return response;
    }

    private Task<HttpResponseMessage> SendAsync(
        string serviceType, OwnToken token, HttpRequestMessage request, CancellationToken cancellationToken) => BackEndCall.MeasureAsync(
        BackEndCall.NameOf(serviceType), request, () => SendMeasuredAsync(token, request, cancellationToken), static response => (int)response.StatusCode);

    private async Task<HttpResponseMessage> SendMeasuredAsync(
        OwnToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        request.Headers.Remove(KeystoneSession.TokenHeader);
        request.Headers.TryAddWithoutValidation(KeystoneSession.TokenHeader, token.Value);
        if (request.Headers.UserAgent.Count == 0)
            request.Headers.TryAddWithoutValidation("User-Agent", OpenStackHttp.UserAgent);
        var response = await invoker.SendAsync(request, cancellationToken);
        try
        {
            // Read whole here, so that the time and the size that are set bound the body as well.
            await response.Content.LoadIntoBufferAsync(OpenStackHttp.MaximumBodyLength, cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();
            throw new OpenStackException($"{CallOf(request)} answered {(int)response.StatusCode} with more than {OpenStackHttp.MaximumBodyLength} bytes.", e);
        }
        catch
        {
            response.Dispose();
            throw;
        }

        Log.Called(logger, CallOf(request), (int)response.StatusCode, clock.GetElapsedTime(started).TotalMilliseconds);
        return response;
    }

    /// <summary>A stream may be at its end after the first time.</summary>
    private static bool CanBeSentAgain(HttpContent? content) =>
        content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    private static string CallOf(HttpRequestMessage request) =>
        $"{request.Method} {request.RequestUri?.GetLeftPart(UriPartial.Path)}";

    private static partial class Log
    {
        [LoggerMessage(3030, LogLevel.Debug, "{Call} answered {Status} in {Milliseconds:F0} ms.")]
        public static partial void Called(ILogger logger, string call, int status, double milliseconds);
    }
}
