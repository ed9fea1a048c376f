namespace Pollinate.Host.Dispatch;

/// <summary>
/// Leaves a provider out for a while after repeated failures, then lets one call try it again. Takes no lock. Safe for any
/// thread.
/// </summary>
/// <remarks>
/// Not Polly's: that one measures an execution which it wraps, and a call that never gives its thread back would never be
/// counted.
/// </remarks>
/// <param name="threshold">After so many failures one after the other; zero never.</param>
/// <param name="pause">For so long.</param>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(int threshold, TimeSpan pause, TimeProvider time)
{
    private int _failures;
    private int _isOpen;
    private long _openedAt;
    private int _isTrying;

    public BreakerState State =>
        Volatile.Read(ref _isOpen) == 0 ? BreakerState.Closed
        : Volatile.Read(ref _isTrying) != 0 ? BreakerState.Trying
        : BreakerState.Open;

    /// <summary>Whether a call may be made.</summary>
    /// <param name="isTrial">It is the one call that tries the provider again; its end must be told, whatever it is.</param>
    public bool TryPass(out bool isTrial)
    {
        isTrial = false;
        if (Volatile.Read(ref _isOpen) == 0)
            return true;
        if (time.GetElapsedTime(Volatile.Read(ref _openedAt)) < pause)
            return false;
        isTrial = Interlocked.CompareExchange(ref _isTrying, 1, 0) == 0;
        return isTrial;
    }

    /// <summary>A call succeeded.</summary>
    /// <returns>True when the provider is no longer left out from now on.</returns>
    public bool Succeeded()
    {
        // Mostly there is nothing to change, and a write would take the line from the other processors.
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
        if (Volatile.Read(ref _isOpen) == 0 || Interlocked.Exchange(ref _isOpen, 0) == 0)
            return false;
        Volatile.Write(ref _isTrying, 0);
        return true;
    }

    /// <summary>A call failed, or something else of the provider did.</summary>
    /// <returns>True when the provider is left out from now on and was not before.</returns>
    public bool Failed(bool isTrial)
    {
        var failures = Interlocked.Increment(ref _failures);
        if (isTrial)
        {
            Volatile.Write(ref _openedAt, time.GetTimestamp());
            Volatile.Write(ref _isTrying, 0);
            return false;
        }

        if (threshold <= 0 || failures < threshold || Volatile.Read(ref _isOpen) != 0)
            return false;
        Volatile.Write(ref _openedAt, time.GetTimestamp());
        return Interlocked.Exchange(ref _isOpen, 1) == 0;
    }

    /// <summary>The call that was to try the provider again ended without telling anything of it.</summary>
    public void GaveUpTrial() => Volatile.Write(ref _isTrying, 0);
}
