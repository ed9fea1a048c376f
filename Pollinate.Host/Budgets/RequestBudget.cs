using Microsoft.AspNetCore.Http.Features;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Budgets;

/// <summary>
/// The time that one request has, from its arrival to its answer: <c>[DEFAULT] request_timeout</c>. Safe for any thread.
/// </summary>
internal sealed class RequestBudget : IDisposable
{
    private static readonly CancellationToken Ended = new(canceled: true);

    private readonly IHttpRequestLifetimeFeature _request;
    private readonly TimeProvider _time;
    private readonly long _arrivedAt;
    private CancellationTokenSource? _source;
    private int _isOver;

    /// <param name="length">How long it is; null when it has no end.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="requestAborted">Cancelled when nobody waits for the answer any longer.</param>
    public RequestBudget(TimeSpan? length, TimeProvider time, CancellationToken requestAborted)
        : this(length, time, new HttpRequestLifetimeFeature { RequestAborted = requestAborted })
    {
    }

    private RequestBudget(TimeSpan? length, TimeProvider time, IHttpRequestLifetimeFeature request)
    {
        Length = length;
        _request = request;
        _time = time;
        _arrivedAt = time.GetTimestamp();
    }

    /// <summary>How long it is; null when it has no end.</summary>
    public TimeSpan? Length { get; }

    /// <summary>Cancelled when nobody waits for the answer any longer.</summary>
    /// <remarks>The server makes the token when it is first asked for: most requests never do.</remarks>
    public CancellationToken RequestAborted => Volatile.Read(ref _isOver) == 0 ? _request.RequestAborted : Ended;

    /// <summary>What is left of it, never less than zero; null when it has no end.</summary>
    public TimeSpan? Left => Length - _time.GetElapsedTime(_arrivedAt) is not { } left ? null : left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Cancelled when it is spent, when nobody waits for the answer any longer, or when the request has ended.</summary>
    /// <remarks>Made when it is first asked for: most requests of a quiet chain never do.</remarks>
    public CancellationToken Token
    {
        get
        {
            if (Volatile.Read(ref _isOver) != 0)
                return Ended;
            if (Volatile.Read(ref _source) is { } source)
                return source.Token;
            var made = Make();
            if (Interlocked.CompareExchange(ref _source, made, null) is { } earlier)
            {
                made.Dispose();
                return earlier.Token;
            }

            RequestAborted.UnsafeRegister(static source => Cancel((CancellationTokenSource)source!), made);
            // Whoever ended the request between the first look and now did not see it.
            if (Volatile.Read(ref _isOver) != 0)
                Cancel(made);
            return made.Token;
        }
    }

    /// <summary>The budget of a request that has just arrived.</summary>
    public static RequestBudget Begin(HttpContext context, TimeSpan? length, TimeProvider time) =>
        new(length, time, context.Features.Get<IHttpRequestLifetimeFeature>() ?? new HttpRequestLifetimeFeature());

    /// <summary>How long <c>[DEFAULT] request_timeout</c> lets a request take; null when it has no end.</summary>
    public static TimeSpan? LengthOf(DefaultOptions defaults) => defaults.RequestTimeout switch
    {
        null => TimeSpan.FromSeconds(new DefaultOptions().RequestTimeout!.Value),
        0 => null,
        var seconds => TimeSpan.FromSeconds(seconds.Value),
    };

    /// <summary>Ends what still goes on for the request.</summary>
    public void Dispose()
    {
        // Not disposed: whoever outlives the request may still hold the token.
        if (Interlocked.Exchange(ref _isOver, 1) == 0 && Volatile.Read(ref _source) is { } source)
            Cancel(source);
    }

    private CancellationTokenSource Make() => Left is { } left ? new(left, _time) : new();

    /// <remarks>
    /// The token is cancelled at once, but what listens to it is told elsewhere: a lookup that ends by it may go on in a
    /// provider's code, which must not hold up the thread that ends the request.
    /// </remarks>
    private static void Cancel(CancellationTokenSource source) => _ = source.CancelAsync();
}
