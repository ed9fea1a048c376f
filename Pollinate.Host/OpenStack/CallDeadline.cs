namespace Pollinate.Host.OpenStack;

/// <summary>The time that a call has, with everything that it takes: the token, the retries, the waits between them.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationTokenSource _either;
    private readonly CancellationTokenRegistration _caller;

    public CallDeadline(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        _either = new(timeout, clock);
        _caller = cancellationToken.UnsafeRegister(static either => ((CancellationTokenSource)either!).Cancel(), _either);
    }

    /// <summary>Cancelled when the time is up, or the caller gives up.</summary>
    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        // First, so that nobody cancels what is disposed.
        _caller.Dispose();
        _either.Dispose();
    }
}
