using System.Collections.Concurrent;

namespace Pollinate.Host.Lookups;

/// <summary>
/// The lookups of one request: the first to ask for a resource starts the call, everybody else waits for the same one.
/// Failures are remembered, too. Safe for any thread.
/// </summary>
internal sealed class LookupMemo
{
    private readonly ConcurrentDictionary<(Type Kind, string Id), Lazy<Task>> _lookups = new();

    /// <param name="id">The resource's id.</param>
    /// <param name="fetch">Asks the cloud; called once per kind and id.</param>
    public Task<TResource?> GetOrAdd<TResource>(string id, Func<Task<TResource?>> fetch)
        where TResource : class =>
        (Task<TResource?>)_lookups.GetOrAdd((typeof(TResource), id), _ => new(() => Observed(fetch()))).Value;

    /// <summary>A failure of a lookup that was started ahead may find nobody who waits for it.</summary>
    private static Task Observed(Task lookup)
    {
        lookup.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return lookup;
    }
}
