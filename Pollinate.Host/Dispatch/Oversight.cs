namespace Pollinate.Host.Dispatch;

/// <summary>What the overseer of the <see cref="ProviderThreads"/> makes of what it sees at a tick. Knows no thread.</summary>
internal static class Oversight
{
    /// <summary>How often the overseer looks.</summary>
    public static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(10);

    // What those may compute together who compute for long, and what each may at least: some tens of milliseconds are
    // what the first call of a provider needs to be compiled.
    private static readonly TimeSpan LongWork = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ShortWork = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How many threads are lacking: what waited at the last tick and still does has waited a whole tick, so the threads are
    /// held up. Zero or less when they are not.
    /// </summary>
    /// <param name="waiting">What waited at the last tick.</param>
    /// <param name="taken">What has been begun since.</param>
    /// <param name="minimum">How many may be added however few there are.</param>
    /// <param name="threads">How many there are; no more than that are added at once.</param>
    public static int Lacking(long waiting, long taken, int minimum, int threads) =>
        (int)Math.Min(waiting - taken, Math.Max(minimum, threads));

    /// <summary>Tells a piece of work that keeps its thread, and what its provider is to be trusted with.</summary>
    /// <param name="piece">The work.</param>
    /// <param name="since">For how long it has been at it.</param>
    /// <param name="computed">For how long of that it has computed.</param>
    /// <param name="isOfPool">Whether the thread serves requests, too.</param>
    /// <param name="isBlocked">Whether the thread waits for something else than a processor.</param>
    public static void LookAt(IHeldUp piece, TimeSpan since, TimeSpan computed, bool isOfPool, Func<bool> isBlocked)
    {
        var isHeldUp = since >= TickTime / 2;
        if (isHeldUp)
            piece.Watch();
        // On a machine with more work than processors a thread may stand still that neither waits nor computes.
        if (isHeldUp && (computed >= TickTime / 2 || isBlocked()))
            piece.Trust?.Lose();
        else if (isOfPool && isBlocked())
            piece.Trust?.SeenBlocked();
    }

    /// <summary>
    /// How long plugin code may compute before it has to do so in nobody's way: the more there is that computes, the less.
    /// </summary>
    /// <param name="computed">For how long each piece of work has computed.</param>
    /// <returns>Null when none has for so long.</returns>
    public static TimeSpan? Limit(IEnumerable<TimeSpan> computed)
    {
        var busy = computed.Where(time => time >= ShortWork).ToList();
        if (busy.Count == 0)
            return null;
        var limit = LongWork / busy.Count;
        if (limit < ShortWork)
            limit = ShortWork;
        return busy.Max() >= limit ? limit : null;
    }
}
