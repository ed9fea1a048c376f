using Pollinate.Host.Redaction;

namespace Pollinate.Host.Secrets;

/// <summary>
/// Keeps what is known of the secrets, for as long as the settings are the same, and keeps the secrets out of what is written.
/// Knows no back end. Safe for any thread.
/// </summary>
internal sealed class SecretKeeper(KnownSecrets known) : IDisposable
{
    private SecretState _state = SecretState.Unknown;

    public SecretState State => Volatile.Read(ref _state);

    /// <summary>Says which secrets were read, before anybody gets them.</summary>
    public void Know(IReadOnlyDictionary<string, string> secrets) => known.Set([.. secrets.Values.Distinct(StringComparer.Ordinal)]);

    /// <summary>Puts a state in the place of the one that it was made of.</summary>
    /// <returns>False when that has been replaced meanwhile.</returns>
    public bool TryReplace(SecretState before, SecretState after) => Interlocked.CompareExchange(ref _state, after, before) == before;

    public void Dispose() => known.Dispose();
}
