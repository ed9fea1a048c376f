using Pollinate.Host.OpenStack;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Secrets;

/// <summary>
/// Keeps the secrets for a while, as the original does, and reads them by one call whatever the burst. While the back end is
/// away the last ones serve on, but never against its word: secrets that it refuses, or has no longer, are forgotten at
/// once. Secrets that were read before this store, by that of an earlier generation, are read anew, and serve like any that
/// are no longer fresh. Takes no lock.
/// </summary>
internal sealed partial class CachedSecretStore(
    ISecretSource source,
    SecretKeeper keeper,
    SecretTimes times,
    TimeProvider time,
    ILogger<CachedSecretStore> logger) : ISecretStore, IDisposable
{
    /// <summary>Between two attempts while the back end is away and the last secrets serve.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a request waits for an attempt when it could be served with the last secrets: a back end that hangs must
    /// not use up the seconds that Nova waits.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Between two attempts while there are none to serve, once several have failed.</summary>
    public static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    /// <summary>So many attempts may fail one after the other before there are pauses between them.</summary>
    public const int FailuresWithoutPause = 5;

    private readonly long _since = time.GetTimestamp();
    private SecretFetch? _fetch;
    private volatile bool _isOver;

    public Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        var state = keeper.State;
        var now = time.GetTimestamp();
        if (CacheTallies.Secret.Count(IsFresh(state, now)))
            return state.Secrets!;
        if (!MayServe(state, now))
        {
            return IsTooSoon(state, now)
                ? Task.FromException<IReadOnlyDictionary<string, string>>(state.Failure!.Copy())
                : Fetch().Outcome.WaitAsync(cancellationToken);
        }

        if (state.Condition == SecretCondition.Good || IsOfBefore(state))
            return WaitBrieflyAsync(Fetch(), state.Secrets!, cancellationToken);
        if (IsTimeToRetry(state, now))
            Fetch();
        return state.Secrets!;
    }

    /// <summary>From now on what comes of its attempts counts for nobody else: its clients go as well.</summary>
    public void Dispose() => _isOver = true;

    private bool IsOfBefore(SecretState state) => state.TriedAt < _since;

    private bool IsFresh(SecretState state, long now) =>
        state.Condition == SecretCondition.Good && state.ReadAt >= _since && time.GetElapsedTime(state.ReadAt, now) < times.Fresh;

    private bool MayServe(SecretState state, long now) =>
        state.Secrets is not null && time.GetElapsedTime(state.ReadAt, now) < times.Fresh + times.Stale;

    private bool IsTooSoon(SecretState state, long now) =>
        state.Failure is not null
        && !IsOfBefore(state)
        && time.GetElapsedTime(state.TriedAt, now) is var since
        && (since < state.LeftAlone || (state.Failures >= FailuresWithoutPause && since < ShortPause));

    private bool IsTimeToRetry(SecretState state, long now) =>
        IsOfBefore(state) || (time.GetElapsedTime(state.TriedAt, now) is var since && since >= RetryPause && since >= state.LeftAlone);

    private async Task<IReadOnlyDictionary<string, string>> WaitBrieflyAsync(
        SecretFetch fetch, Task<IReadOnlyDictionary<string, string>> last, CancellationToken cancellationToken)
    {
        var left = Patience - time.GetElapsedTime(fetch.Begun);
        if (left > TimeSpan.Zero || fetch.Outcome.IsCompleted)
        {
            try
            {
                return await fetch.Outcome.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // The attempt goes on; this request doesn't wait for it.
            }
        }

        return await last;
    }

    private SecretFetch Fetch()
    {
        var mine = new SecretFetch(time.GetTimestamp());
        if (Interlocked.CompareExchange(ref _fetch, mine, null) is { } underWay)
            return underWay;
        _ = RunAsync(mine);
        return mine;
    }

    private async Task RunAsync(SecretFetch fetch)
    {
        var state = keeper.State;
        // Another attempt may have ended between this caller's look at the state and its turn here.
        var isDone = IsFresh(state, fetch.Begun) ||
            (state.Condition == SecretCondition.Stale && MayServe(state, fetch.Begun) && !IsTimeToRetry(state, fetch.Begun));
        if (isDone)
        {
            Volatile.Write(ref _fetch, null);
            fetch.Succeed(await state.Secrets!);
            return;
        }

        try
        {
            // The attempt belongs to all who wait for it: none of them can end it.
            var secrets = await source.FetchAsync(CancellationToken.None);
            var good = new SecretState(SecretCondition.Good, Task.FromResult(secrets), fetch.Begun, time.GetTimestamp()) { Begun = fetch.Begun };
            Become(_ => good, fetch, "");
            Volatile.Write(ref _fetch, null);
            fetch.Succeed(secrets);
        }
        catch (Exception exception)
        {
            var failure = exception as SecretStoreException ??
                new SecretStoreException($"The back end of the secrets failed ({exception.GetType().Name}).", innerException: exception);
            await FailAsync(fetch, failure);
        }
    }

    private async Task FailAsync(SecretFetch fetch, SecretStoreException failure)
    {
        var last = Become(before => After(before, fetch, failure), fetch, failure.Message)?.Secrets;
        Volatile.Write(ref _fetch, null);
        if (last is not null)
            fetch.Succeed(await last);
        else
            fetch.Fail(failure);
    }

    private SecretState After(SecretState before, SecretFetch fetch, SecretStoreException failure)
    {
        var now = time.GetTimestamp();
        var condition = failure.IsAnswer ? SecretCondition.Denied
            : MayServe(before, now) ? SecretCondition.Stale
            : SecretCondition.Away;
        var last = condition == SecretCondition.Stale ? before.Secrets : null;
        return new(condition, last, before.ReadAt, now)
        {
            Begun = fetch.Begun,
            Failures = before.Failures + 1,
            LeftAlone = failure.RetryAfter is { } asked ? (asked < CallPause.LongestAsked ? asked : CallPause.LongestAsked) : TimeSpan.Zero,
            Failure = last is null ? failure.Copy() : null,
        };
    }

    /// <summary>Puts what came of an attempt in force.</summary>
    /// <returns>
    /// What is in force then: that, or what an attempt said that began later, that of another generation. Null when this store is over.
    /// </returns>
    private SecretState? Become(Func<SecretState, SecretState> after, SecretFetch fetch, string reason)
    {
        while (!_isOver)
        {
            var before = keeper.State;
            if (before.Begun > fetch.Begun)
                return before;
            var next = after(before);
            if (!keeper.TryReplace(before, next))
                continue;
            Tell(before, next, reason);
            return next;
        }

        return null;
    }

    private void Tell(SecretState before, SecretState after, string reason)
    {
        // After a reload trouble that goes on is said once more: whoever asked for it looks at the log.
        if (before.Condition == after.Condition && (after.Condition == SecretCondition.Good || !IsOfBefore(before)))
            return;
        switch (after.Condition)
        {
            case SecretCondition.Stale:
                var age = time.GetElapsedTime(after.ReadAt, after.TriedAt);
                Log.ServeOn(logger, reason, (long)age.TotalSeconds, (long)(times.Fresh + times.Stale - age).TotalSeconds);
                break;
            case SecretCondition.Away:
                Log.Away(logger, reason);
                break;
            case SecretCondition.Denied:
                Log.Denied(logger, reason);
                break;
            case SecretCondition.Good when before.Condition != SecretCondition.Unknown:
                Log.Back(logger);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7010, LogLevel.Warning, "{Reason} The secrets read {Age} s ago serve on, for {Left} s at most.")]
        public static partial void ServeOn(ILogger logger, string reason, long age, long left);

        [LoggerMessage(7011, LogLevel.Warning, "{Reason} There are no secrets to serve: providers that need them fail until they can be read.")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(7012, LogLevel.Warning, "{Reason} That is an answer, so no earlier secrets serve: providers that need them fail until this is changed.")]
        public static partial void Denied(ILogger logger, string reason);

        [LoggerMessage(7013, LogLevel.Information, "The secrets can be read again.")]
        public static partial void Back(ILogger logger);
    }
}
