namespace Pollinate.Host.Lookups;

/// <summary>
/// The lookups of one request: the first to ask for a resource starts the call, everybody else waits for the same one.
/// Failures are remembered, too. Safe for any thread.
/// </summary>
/// <remarks>A list and no dictionary: it holds some five entries, and for many requests none.</remarks>
internal sealed class LookupMemo
{
    private Entry? _last;

    /// <param name="id">The resource's id.</param>
    /// <param name="state">What <paramref name="fetch"/> needs.</param>
    /// <param name="fetch">Asks the cloud; called once per kind and id.</param>
    public Task<TResource?> GetOrAdd<TResource, TState>(string id, TState state, Func<string, TState, Task<TResource?>> fetch)
        where TResource : class
    {
        for (Entry<TResource>? mine = null; ;)
        {
            var last = Volatile.Read(ref _last);
            if (Find<TResource>(last, id) is { } known)
                return known.GetOrStart(state, fetch);
            mine ??= new(id);
            mine.Earlier = last;
            if (Interlocked.CompareExchange(ref _last, mine, last) == last)
                return mine.GetOrStart(state, fetch);
        }
    }

    private static Entry<TResource>? Find<TResource>(Entry? entry, string id)
        where TResource : class
    {
        for (; entry is not null; entry = entry.Earlier)
        {
            if (entry is Entry<TResource> candidate && candidate.Id == id)
                return candidate;
        }

        return null;
    }

    private abstract class Entry(string id)
    {
        public string Id { get; } = id;

        public Entry? Earlier { get; set; }
    }

    private sealed class Entry<TResource>(string id) : Entry(id)
        where TResource : class
    {
        private readonly Lock _starting = new();
        private Task<TResource?>? _lookup;

        public Task<TResource?> GetOrStart<TState>(TState state, Func<string, TState, Task<TResource?>> fetch)
        {
            if (Volatile.Read(ref _lookup) is { } lookup)
                return lookup;
            lock (_starting)
                return _lookup ??= Observed(fetch(Id, state));
        }

        /// <summary>A failure of a lookup that was started ahead may find nobody who waits for it.</summary>
        private static Task<TResource?> Observed(Task<TResource?> lookup)
        {
            if (lookup.IsCompletedSuccessfully)
                return lookup;
            lookup.ContinueWith(
                static ended => _ = ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            return lookup;
        }
    }
}
