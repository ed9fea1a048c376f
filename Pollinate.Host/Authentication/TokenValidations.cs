using System.Collections.Concurrent;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Validates tokens: from the cache in the process, from the one that daemons share, or by asking Keystone; once, however many
/// requests wait for the same token. Safe for any thread.
/// </summary>
internal sealed class TokenValidations(TokenCache cache, SharedTokens shared, TokenValidator validator, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Question, Task<ValidatedToken?>> _underWay = new();

    /// <summary>Tells what a token stands for. It may have expired since: the caller checks.</summary>
    /// <param name="token">The token, ASCII.</param>
    /// <param name="allowExpired">Let Keystone describe a token that has expired.</param>
    /// <returns>What it stands for; null when Keystone says that it is not valid.</returns>
    /// <exception cref="OpenStack.OpenStackException">Keystone could not be asked, or gave no usable answer.</exception>
    public ValueTask<ValidatedToken?> GetAsync(string token, bool allowExpired)
    {
        var hash = TokenHash.Of(token);
        return CacheTallies.Token.Count(cache.TryGet(hash, out var known))
            && known is not null
            ? new(known)
            : new(AskAsync(new(hash, allowExpired), token));
    }

    private Task<ValidatedToken?> AskAsync(Question question, string token)
    {
        var mine = new TaskCompletionSource<ValidatedToken?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _underWay.GetOrAdd(question, mine.Task);
        if (first == mine.Task)
            _ = RunAsync(question, token, mine);
        return first;
    }

    private async Task RunAsync(Question question, string token, TaskCompletionSource<ValidatedToken?> answer)
    {
        try
        {
            // Another validation may have ended between this caller's look at the cache and its turn here.
            if (!cache.TryGet(question.Hash, out var validated))
                validated = await FindAsync(question, token);
            _underWay.TryRemove(question, out _);
            answer.SetResult(validated);
        }
        catch (Exception e)
        {
            _underWay.TryRemove(question, out _);
            answer.SetException(e);
        }
    }

    private async Task<ValidatedToken?> FindAsync(Question question, string token)
    {
        if (!shared.IsOff)
        {
            if (await shared.FindAsync(token, question.AllowExpired) is { } found)
            {
                CacheTallies.SharedToken.Hit();
                cache.Add(question.Hash, found.Token, found.Age);
                return found.Token;
            }

            CacheTallies.SharedToken.Miss();
        }

        var askedAt = clock.GetUtcNow();
        // Many may wait for it, so no single one of them can cancel it; its time-outs end it.
        if (await validator.ValidateAsync(token, question.AllowExpired, CancellationToken.None) is not { } answer)
            return null;
        // One that Keystone takes for valid and that has expired here tells of clocks that differ: once they are set right, it
        // must be good at once.
        if (!question.AllowExpired && answer.Token.HasExpired(clock.GetUtcNow()))
            return answer.Token;
        cache.Add(question.Hash, answer.Token);
        shared.Add(token, askedAt, answer.Body);
        return answer.Token;
    }

    private readonly record struct Question(TokenHash Hash, bool AllowExpired);
}
