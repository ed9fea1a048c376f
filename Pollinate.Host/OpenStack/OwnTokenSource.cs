namespace Pollinate.Host.OpenStack;

/// <summary>
/// Keeps the daemon's own token, and gets a new one when it has expired or was refused: one call, however many wait for
/// it. Takes no lock. Safe for any thread.
/// </summary>
/// <param name="authenticate">Gets a token. Not cancelled with any one caller, so it must end by itself.</param>
/// <param name="clock">Tells when the token expires.</param>
internal sealed class OwnTokenSource(Func<Task<OwnToken>> authenticate, TimeProvider clock)
{
    /// <summary>
    /// A new token serves so long whatever its end is: where Keystone's clock, or its tokens' lifetime, is that far off,
    /// every call would get a token of its own.
    /// </summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(5);

    private OwnToken? _current;
    private long _gotAt;
    private Task<OwnToken>? _renewal;

    /// <summary>A token to use now.</summary>
    /// <exception cref="OpenStackException">There is none to be had.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the others who wait go on.</exception>
    public ValueTask<OwnToken> GetAsync(CancellationToken cancellationToken) =>
        FreshToken() is { } token ? new(token) : new(RenewAsync().WaitAsync(cancellationToken));

    /// <summary>Forgets a token that a service refused. One that has been replaced meanwhile stays.</summary>
    public void Drop(OwnToken token) => Interlocked.CompareExchange(ref _current, null, token);

    private OwnToken? FreshToken() =>
        Volatile.Read(ref _current) is { } token
            && (token.IsFresh(clock.GetUtcNow()) || clock.GetElapsedTime(Volatile.Read(ref _gotAt)) < LeastTime)
            ? token
            : null;

    private Task<OwnToken> RenewAsync()
    {
        var renewal = new TaskCompletionSource<OwnToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _renewal, renewal.Task, null) is { } underWay)
            return underWay;

        _ = RunAsync(renewal);
        return renewal.Task;
    }

    private async Task RunAsync(TaskCompletionSource<OwnToken> renewal)
    {
        try
        {
            // Another renewal may have ended between this caller's look at the token and its turn here.
            if (FreshToken() is not { } token)
            {
                token = await authenticate();
                Volatile.Write(ref _gotAt, clock.GetTimestamp());
                Volatile.Write(ref _current, token);
            }

            Volatile.Write(ref _renewal, null);
            renewal.SetResult(token);
        }
        catch (Exception e)
        {
            Volatile.Write(ref _renewal, null);
            renewal.SetException(e);
        }
    }
}
