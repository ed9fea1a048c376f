using System.Net;
using System.Net.Http.Headers;

namespace Pollinate.Host.OpenStack;

/// <summary>
/// Sends one call of one section and reads its answer whole, within a time and a size. Safe for any thread.
/// </summary>
internal sealed partial class OpenStackHttp(
    IHttpClientFactory clients, string clientName, TimeSpan timeout, TimeProvider clock, ILogger logger)
{
    /// <summary>The longest body that is read, in bytes, after decompression.</summary>
    public const int MaximumBodyLength = 10 * 1024 * 1024;

    /// <summary>The user agent of every call.</summary>
    public const string UserAgent = "nova-pollinate";

    private static readonly ProductInfoHeaderValue UserAgentHeader = new(new ProductHeaderValue(UserAgent));
    private static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");

    /// <summary>Sends a request.</summary>
    /// <returns>The answer, whatever its status.</returns>
    /// <exception cref="OpenStackException">No answer came, or none that can be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
        using var deadline = new CallDeadline(timeout, clock, cancellationToken);
        var started = clock.GetTimestamp();
        try
        {
            request.Headers.Accept.Add(AcceptJson);
            request.Headers.UserAgent.Add(UserAgentHeader);
            using var client = clients.CreateClient(clientName);
            using var response = await ReceiveAsync(client, request, call, deadline.Token);
            var body = await ReadBodyAsync(response, call, deadline.Token);
            var status = (int)response.StatusCode;
            Log.Called(logger, call, status, clock.GetElapsedTime(started).TotalMilliseconds);
            return new(call, status, body, SubjectTokenOf(response)) { ContentType = response.Content.Headers.ContentType?.MediaType };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenStackException($"{call} gave no answer within {timeout.TotalSeconds} s.") { IsWithoutAnswer = true };
        }
    }

    private static async Task<HttpResponseMessage> ReceiveAsync(
        HttpClient client, HttpRequestMessage request, string call, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            var isTls = e.HttpRequestError == HttpRequestError.SecureConnectionError;
            throw new OpenStackException($"{call} got no answer: {Reason(e)}.", e) { IsWithoutAnswer = !isTls };
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpResponseMessage response, string call, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumBodyLength, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new OpenStackException($"{call} answered {(int)response.StatusCode} with more than {MaximumBodyLength} bytes.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            throw new OpenStackException($"{call} answered {(int)response.StatusCode} with a body that ends early or cannot be read.", e);
        }
    }

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "the host's name is not known",
        HttpRequestError.ConnectionError => "the connection failed",
        HttpRequestError.SecureConnectionError => "the TLS connection failed, or the certificate is not trusted",
        HttpRequestError.ResponseEnded => "the connection was closed before the answer",
        HttpRequestError.InvalidResponse => "the answer is not HTTP",
        _ => "the connection broke",
    };

    private static string? SubjectTokenOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Subject-Token", out var values) ? values.FirstOrDefault() : null;

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Debug, "{Call} answered {Status} in {Milliseconds:F0} ms.")]
        public static partial void Called(ILogger logger, string call, int status, double milliseconds);
    }
}
