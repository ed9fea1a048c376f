namespace Pollinate.Host.Telemetry;

/// <summary>Counts what was found in one cache, for as long as the process lives. Safe for any thread.</summary>
/// <param name="name">The cache, as it is called in labels.</param>
internal sealed class CacheTally(string name)
{
    private long _hits;
    private long _misses;

    public string Name => name;

    public long Hits => Interlocked.Read(ref _hits);

    public long Misses => Interlocked.Read(ref _misses);

    public void Hit() => Interlocked.Increment(ref _hits);

    public void Miss() => Interlocked.Increment(ref _misses);

    /// <summary>Counts one look.</summary>
    /// <returns>What it was told.</returns>
    public bool Count(bool isHit)
    {
        Interlocked.Increment(ref isHit ? ref _hits : ref _misses);
        return isHit;
    }
}
