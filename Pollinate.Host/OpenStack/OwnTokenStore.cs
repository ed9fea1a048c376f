using Pollinate.Host.Redaction;

namespace Pollinate.Host.OpenStack;

/// <summary>
/// Keeps the daemon's own token of one section for as long as the settings are the same, and keeps it out of what is written.
/// Takes no lock. Safe for any thread.
/// </summary>
internal sealed class OwnTokenStore(KnownSecrets known) : IDisposable
{
    private KeptOwnToken? _current;

    /// <summary>The token; null when there is none.</summary>
    public KeptOwnToken? Current => Volatile.Read(ref _current);

    /// <summary>Keeps a token, unless there is one that was asked for later.</summary>
    public void Keep(KeptOwnToken token)
    {
        known.Set([token.Token.Value]);
        for (var current = Current; current is null || current.AskedAt <= token.AskedAt;)
        {
            var seen = Interlocked.CompareExchange(ref _current, token, current);
            if (seen == current)
                return;
            current = seen;
        }
    }

    /// <summary>Forgets a token that a service refused. One that has been replaced meanwhile stays.</summary>
    public void Drop(OwnToken token)
    {
        if (Current is { } current && current.Token == token)
            Interlocked.CompareExchange(ref _current, null, current);
    }

    public void Dispose() => known.Dispose();
}
