namespace Pollinate.Host.OpenStack;

/// <summary>
/// Gives out the daemon's own token, and gets a new one when it has expired or was refused: one call, however many wait for
/// it. A token from before this source is renewed as well, for the catalog that comes with it may be another by now; it serves
/// on when that fails. Takes no lock. Safe for any thread.
/// </summary>
/// <param name="authenticate">Gets a token. Not cancelled with any one caller, so it must end by itself.</param>
/// <param name="store">Keeps it.</param>
/// <param name="clock">Tells when the token expires.</param>
internal sealed class OwnTokenSource(Func<Task<OwnToken>> authenticate, OwnTokenStore store, TimeProvider clock)
{
    /// <summary>
    /// A new token serves so long whatever its end is: where Keystone's clock, or its tokens' lifetime, is that far off,
    /// every call would get a token of its own.
    /// </summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(5);

    /// <summary>How long a caller waits for a new token where one from before would do: a Keystone that hangs must not use up its time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Between two attempts to replace a token from before.</summary>
    public static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(30);

    private readonly long _since = clock.GetTimestamp();
    private OwnTokenRenewal? _renewal;
    private long _failedAt;

    /// <summary>A token to use now.</summary>
    /// <exception cref="OpenStackException">There is none to be had.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the others who wait go on.</exception>
    public ValueTask<OwnToken> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable() is not { } kept)
            return new(Renew().Outcome.WaitAsync(cancellationToken));
        return IsOfBefore(kept) && !HasJustFailed() ? new(ReplaceAsync(kept.Token, cancellationToken)) : new(kept.Token);
    }

    /// <inheritdoc cref="OwnTokenStore.Drop"/>
    public void Drop(OwnToken token) => store.Drop(token);

    private KeptOwnToken? Usable() =>
        store.Current is { } kept && (kept.Token.IsFresh(clock.GetUtcNow()) || clock.GetElapsedTime(kept.GotAt) < LeastTime)
            ? kept
            : null;

    private bool IsOfBefore(KeptOwnToken kept) => kept.AskedAt < _since;

    private bool HasJustFailed() => Volatile.Read(ref _failedAt) is not 0 and var failedAt && clock.GetElapsedTime(failedAt) < RenewalPause;

    private async Task<OwnToken> ReplaceAsync(OwnToken kept, CancellationToken cancellationToken)
    {
        var renewal = Renew();
        var left = Patience - clock.GetElapsedTime(renewal.Begun);
        try
        {
            if (left > TimeSpan.Zero || renewal.Outcome.IsCompleted)
                return await renewal.Outcome.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is OpenStackException or TimeoutException)
        {
            // The log has why. Whether the token is good any longer is for the services to say.
        }

        return kept;
    }

    private OwnTokenRenewal Renew()
    {
        var mine = new OwnTokenRenewal(clock.GetTimestamp());
        if (Interlocked.CompareExchange(ref _renewal, mine, null) is { } underWay)
            return underWay;

        _ = RunAsync(mine);
        return mine;
    }

    private async Task RunAsync(OwnTokenRenewal renewal)
    {
        try
        {
            // Another renewal may have ended between this caller's look at the token and its turn here.
            var token = Usable() is { } kept && !IsOfBefore(kept) ? kept.Token : await GetNewAsync(renewal.Begun);
            Volatile.Write(ref _renewal, null);
            renewal.Succeed(token);
        }
        catch (Exception e)
        {
            Volatile.Write(ref _failedAt, clock.GetTimestamp());
            Volatile.Write(ref _renewal, null);
            renewal.Fail(e);
        }
    }

    private async Task<OwnToken> GetNewAsync(long askedAt)
    {
        var token = await authenticate();
        store.Keep(new(token, askedAt, clock.GetTimestamp()));
        return token;
    }
}
