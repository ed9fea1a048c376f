namespace Pollinate.Host.Dispatch;

/// <summary>The daemon's own code that a provider calls.</summary>
internal static class HostCode
{
    /// <summary>
    /// Starts it outside of the provider's lane: what it awaits must not come back to threads that the provider may be
    /// blocking, since others may wait for the same.
    /// </summary>
    /// <param name="state">What <paramref name="start"/> needs.</param>
    /// <param name="start">Starts it.</param>
    public static Task<TResult> Run<TState, TResult>(TState state, Func<TState, Task<TResult>> start)
    {
        var lane = SynchronizationContext.Current;
        if (lane is null)
            return start(state);
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return start(state);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(lane);
        }
    }
}
