using System.Collections.Concurrent;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Lookups;

/// <summary>
/// Keeps resources of one kind across requests, and across generations, with one call of each generation's under way for each,
/// however many wait for it. Bounded in entries: the oldest goes first. What was not found and what failed is shared by those
/// who wait and then forgotten. Takes no lock. Safe for any thread.
/// </summary>
/// <remarks>
/// Neither HybridCache nor FusionCache would do: both expire by the system's clock whatever TimeProvider they are given,
/// HybridCache keeps nothing in a memory cache with a limit, and FusionCache lets each of those who wait for a call that
/// fails make it again.
/// </remarks>
/// <param name="lifetime">How long a resource is kept, from when the cloud was asked; with zero only calls under way are shared.</param>
/// <param name="clock">Measures it.</param>
/// <param name="maximumEntries">The most resources that are kept.</param>
internal sealed class KeptResources<TResource>(TimeSpan lifetime, TimeProvider clock, int maximumEntries = KeptResources<TResource>.UsualEntries)
    where TResource : class
{
    /// <summary>The most resources that are kept where nothing else is said.</summary>
    public const int UsualEntries = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Entry> _oldestFirst = new();
    private long _count;

    /// <summary>How many are kept or under way.</summary>
    public int Count => _entries.Count;

    /// <param name="id">The resource's id.</param>
    /// <param name="source">Asks the cloud when the resource is not kept.</param>
    /// <param name="tally">Told whether it was kept, or asked for by somebody else already.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller; the others who wait go on.</param>
    /// <inheritdoc cref="IResourceSource{TResource}.FetchAsync"/>
    public Task<TResource?> FetchAsync(string id, IResourceSource<TResource> source, CacheTally? tally, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isKnown = _entries.TryGetValue(id, out var known);
            // A call of another generation's ends with its clients, perhaps before there is an answer.
            if (isKnown && (IsUnderWay(known!) ? known!.Source == source : !HasEnded(known!)))
            {
                tally?.Hit();
                return known!.Answer.Task.WaitAsync(cancellationToken);
            }

            var next = new Entry(id, source, clock.GetTimestamp());
            if (isKnown ? !_entries.TryUpdate(id, next, known!) : !_entries.TryAdd(id, next))
                continue;

            tally?.Miss();
            _ = RunAsync(next, source);
            return next.Answer.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task RunAsync(Entry entry, IResourceSource<TResource> source)
    {
        try
        {
            // The call belongs to all who wait for it, so none of them can end it; its time-out does.
            var resource = await source.FetchAsync(entry.Id, CancellationToken.None);
            var isKept = resource is not null && lifetime > TimeSpan.Zero;
            if (!isKept)
                Forget(entry);
            entry.Answer.SetResult(resource);
            if (isKept)
                Keep(entry);
        }
        catch (Exception exception)
        {
            // Held by nobody any longer: thrown through a plugin's code, it would keep the plugin in memory.
            Forget(entry);
            entry.Answer.SetException(exception);
            // All who waited may have gone away meanwhile.
            _ = entry.Answer.Task.Exception;
        }

        // What is kept must not keep the generation that it came from.
        entry.Source = null;
    }

    private void Keep(Entry entry)
    {
        _oldestFirst.Enqueue(entry);
        Interlocked.Increment(ref _count);
        RemoveOldest();
    }

    private void Forget(Entry entry) => _entries.TryRemove(KeyValuePair.Create(entry.Id, entry));

    private void RemoveOldest()
    {
        while (_oldestFirst.TryPeek(out var oldest)
            && (Interlocked.Read(ref _count) > maximumEntries || HasEnded(oldest)))
        {
            if (!_oldestFirst.TryDequeue(out oldest))
                return;
            Interlocked.Decrement(ref _count);
            // A resource that was asked for again meanwhile has an entry of its own further back.
            Forget(oldest);
        }
    }

    private static bool IsUnderWay(Entry entry) => !entry.Answer.Task.IsCompleted;

    private bool HasEnded(Entry entry) => clock.GetElapsedTime(entry.AskedAt) >= lifetime;

    // Compared by reference.
    private sealed class Entry(string id, IResourceSource<TResource> source, long askedAt)
    {
        public string Id { get; } = id;

        public long AskedAt { get; } = askedAt;

        /// <summary>Who asks the cloud; null once there is an answer.</summary>
        public IResourceSource<TResource>? Source { get; set; } = source;

        public TaskCompletionSource<TResource?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
