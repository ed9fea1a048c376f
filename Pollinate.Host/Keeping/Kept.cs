namespace Pollinate.Host.Keeping;

/// <summary>
/// A store that generations share for as long as their settings are the same. The last one that lets go of it ends it. Whoever
/// makes one has it. Safe for any thread.
/// </summary>
/// <param name="key">The settings that it is filled under.</param>
/// <param name="store">The store; disposed with the last holder.</param>
internal sealed class Kept<TStore>(StoreKey key, TStore store)
    where TStore : IDisposable
{
    private int _holders = 1;

    public TStore Store => store;

    /// <summary>Holds it as well, if it is one of the same settings and has not ended.</summary>
    public bool TryHold(StoreKey wanted)
    {
        if (!key.Equals(wanted))
            return false;
        for (var holders = Volatile.Read(ref _holders); holders > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return true;
            holders = seen;
        }

        return false;
    }

    /// <summary>Lets go of it, once for each holder.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            store.Dispose();
    }
}
