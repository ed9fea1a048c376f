namespace Pollinate.Host.Dispatch;

/// <summary>The daemon's own code that a provider calls.</summary>
internal static class HostCode
{
    /// <summary>
    /// Starts it outside of the provider's lane: what it awaits must not come back to threads that the provider may be
    /// blocking, since others may wait for the same.
    /// </summary>
    public static Task<TResult> Run<TResult>(Func<Task<TResult>> start)
    {
        var lane = SynchronizationContext.Current;
        if (lane is null)
            return start();
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return start();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(lane);
        }
    }
}
