using Pollinate.Host.Telemetry;

namespace Pollinate.Host.OpenStack;

/// <summary>
/// Sends one call of one section and reads its answer whole, within a time and a size. Safe for any thread.
/// </summary>
internal sealed partial class OpenStackHttp(
    HttpMessageInvoker invoker, TimeSpan timeout, TimeProvider clock, ILogger logger)
{
    /// <summary>The longest body that is read, in bytes, after decompression.</summary>
    public const int MaximumBodyLength = 10 * 1024 * 1024;

    /// <summary>The user agent of every call.</summary>
    public const string UserAgent = "nova-pollinate";

    /// <summary>Sends a request, and waits for its answer no longer than a call may take.</summary>
    /// <returns>The answer, whatever its status.</returns>
    /// <exception cref="OpenStackException">No answer came, or none that can be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(timeout, clock, cancellationToken);
        try
        {
            return await SendWithinAsync(request, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenStackException($"{CallOf(request)} gave no answer within {timeout.TotalSeconds} s.") { IsWithoutAnswer = true };
        }
    }

    /// <summary>Sends a request of a caller who has a deadline of its own.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<HttpAnswer> SendWithinAsync(HttpRequestMessage request, CancellationToken cancellationToken) => BackEndCall.MeasureAsync(
        BackEndCall.ServiceOf(request), request, () => SendMeasuredAsync(request, cancellationToken), static answer => answer.Status);

    private async Task<HttpAnswer> SendMeasuredAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        using var response = await ReceiveAsync(request, cancellationToken);
        var body = await ReadBodyAsync(response, request, cancellationToken);
        var status = (int)response.StatusCode;
        if (logger.IsEnabled(LogLevel.Debug))
            Log.Called(logger, CallOf(request), status, clock.GetElapsedTime(started).TotalMilliseconds);
        return new(request.Method, request.RequestUri!, status, body, SubjectTokenOf(response))
        {
            ContentType = response.Content.Headers.ContentType?.MediaType,
            RetryAfter = response.IsSuccessStatusCode ? null : RetryHandler.RetryAfter(response, clock),
        };
    }

    private async Task<HttpResponseMessage> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            var isTls = e.HttpRequestError == HttpRequestError.SecureConnectionError;
            throw new OpenStackException($"{CallOf(request)} got no answer: {Reason(e)}.", e) { IsWithoutAnswer = !isTls };
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpResponseMessage response, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumBodyLength, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new OpenStackException($"{CallOf(request)} answered {(int)response.StatusCode} with more than {MaximumBodyLength} bytes.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            throw new OpenStackException($"{CallOf(request)} answered {(int)response.StatusCode} with a body that ends early or cannot be read.", e);
        }
    }

    private static string CallOf(HttpRequestMessage request) => HttpAnswer.CallOf(request.Method, request.RequestUri!);

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
