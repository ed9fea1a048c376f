namespace Pollinate.Host.OpenStack;

/// <summary>The time that a call has, with everything that it takes: the token, the retries, the waits between them.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public CallDeadline(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        _timer = new(timeout, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    /// <summary>Cancelled when the time is up, or the caller gives up.</summary>
    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
