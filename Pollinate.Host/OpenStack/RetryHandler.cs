using System.Net;
using Polly;
using Polly.Retry;

namespace Pollinate.Host.OpenStack;

/// <summary>
/// Repeats what is safe to repeat and likely to succeed the next time: a GET that found no connection, or a service that is
/// away for a moment or overrun. Never more than <see cref="MaximumRetries"/> times, so that a service in trouble gets no storm
/// on top. The deadline of the call ends the waiting, too. Safe for any thread.
/// </summary>
internal sealed partial class RetryHandler : DelegatingHandler
{
    public const int MaximumRetries = 2;

    /// <summary>A guest waits meanwhile: who is told to wait longer than this gives up at once.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<HttpResponseMessage> _retries;

    public RetryHandler(TimeProvider clock, ILogger<RetryHandler> logger)
    {
        _clock = clock;
        _retries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MaximumRetries,
                Delay = FirstWait,
                MaxDelay = LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(IsWorthRepeating(arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
                OnRetry = arguments =>
                {
                    Log.Repeated(logger, arguments.AttemptNumber + 1, Describe(arguments.Outcome));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            return await base.SendAsync(request, cancellationToken);
        return await _retries.ExecuteAsync(
            async token => await base.SendAsync(request, token), cancellationToken);
    }

    private bool IsWorthRepeating(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException exception } => exception.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded or HttpRequestError.NameResolutionError or HttpRequestError.Unknown,
        { Result: { } response } => response.StatusCode
                is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            && (RetryAfter(response) is not { } wait || wait <= LongestWait),
        _ => false,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage? response) => RetryAfter(response, _clock);

    /// <summary>How long the service asks to wait, or null when it does not say.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider clock)
    {
        var asked = response?.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Describe(Outcome<HttpResponseMessage> outcome) => outcome.Result is { } response
        ? $"it answered {(int)response.StatusCode}"
        : "the connection failed";

    private static partial class Log
    {
        [LoggerMessage(3040, LogLevel.Debug, "A call to a service of OpenStack is repeated, time {Number}, since {Reason}.")]
        public static partial void Repeated(ILogger logger, int number, string reason);
    }
}
