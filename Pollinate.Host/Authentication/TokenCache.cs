using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Keeps validated tokens for <c>token_cache_time</c>, in this process, known by their hash. Bounded in entries and in
/// size: what was added first goes first. That is also the first to end, but for tokens that were not new when they were added,
/// which may stay a while longer without being given out. Takes no lock of its own. Safe for any thread.
/// </summary>
/// <param name="lifetime">How long a token is kept, from when Keystone was asked; zero or less keeps nothing.</param>
/// <param name="clock">Measures it.</param>
internal sealed class TokenCache(TimeSpan lifetime, TimeProvider clock)
{
    /// <summary>The most tokens that are kept.</summary>
    public const int MaximumEntries = 10_000;

    /// <summary>The most characters that the headers of all kept tokens may have: a catalog is some ten thousand.</summary>
    public const long MaximumCharacters = 32L * 1024 * 1024;

    private readonly ConcurrentDictionary<TokenHash, Entry> _entries = new();
    private readonly ConcurrentQueue<Entry> _oldestFirst = new();
    private long _count;
    private long _characters;

    /// <summary>How many tokens are kept.</summary>
    public int Count => _entries.Count;

    private bool IsOff => lifetime <= TimeSpan.Zero;

    /// <summary>How long a token is to be kept, from when Keystone was asked, wherever it is.</summary>
    public static TimeSpan LifetimeOf(KeystoneAuthtokenOptions options) =>
        TimeSpan.FromSeconds(options.TokenCacheTime ?? new KeystoneAuthtokenOptions().TokenCacheTime!.Value);

    public bool TryGet(TokenHash hash, [NotNullWhen(true)] out ValidatedToken? token)
    {
        token = _entries.TryGetValue(hash, out var entry) && !HasEnded(entry) ? entry.Token : null;
        return token is not null;
    }

    public void Add(TokenHash hash, ValidatedToken token) => Add(hash, token, TimeSpan.Zero);

    /// <summary>Adds a token.</summary>
    /// <param name="hash">What it is known by.</param>
    /// <param name="token">What it stands for.</param>
    /// <param name="age">How long ago Keystone was asked.</param>
    public void Add(TokenHash hash, ValidatedToken token, TimeSpan age)
    {
        if (IsOff || age >= lifetime)
            return;

        var storedAt = clock.GetTimestamp() - (long)(age.TotalSeconds * clock.TimestampFrequency);
        var entry = new Entry(hash, token, storedAt, CharactersOf(token));
        _entries[hash] = entry;
        _oldestFirst.Enqueue(entry);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _characters, entry.Characters);
        RemoveOldest();
    }

    /// <summary>Forgets the tokens whose callers were refused for what the tokens say of them.</summary>
    public void ForgetRefused()
    {
        foreach (var (hash, entry) in _entries)
        {
            if (entry.Token.WasRefused)
                _entries.TryRemove(KeyValuePair.Create(hash, entry));
        }
    }

    private void RemoveOldest()
    {
        while (_oldestFirst.TryPeek(out var oldest) && (IsOverfull() || HasEnded(oldest)))
        {
            if (!_oldestFirst.TryDequeue(out oldest))
                return;
            Interlocked.Decrement(ref _count);
            Interlocked.Add(ref _characters, -oldest.Characters);
            // A token that was stored again meanwhile has an entry of its own further back.
            _entries.TryRemove(KeyValuePair.Create(oldest.Hash, oldest));
        }
    }

    private bool IsOverfull() =>
        Interlocked.Read(ref _count) > MaximumEntries || Interlocked.Read(ref _characters) > MaximumCharacters;

    private bool HasEnded(Entry entry) => clock.GetElapsedTime(entry.StoredAt) >= lifetime;

    private static long CharactersOf(ValidatedToken token)
    {
        long characters = 0;
        foreach (var (name, value) in token.UserHeaders)
            characters += name.Length + value.ToString().Length;
        return characters;
    }

    // Compared by reference.
    private sealed class Entry(TokenHash hash, ValidatedToken token, long storedAt, long characters)
    {
        public TokenHash Hash { get; } = hash;

        public ValidatedToken Token { get; } = token;

        public long StoredAt { get; } = storedAt;

        public long Characters { get; } = characters;
    }
}
