namespace Pollinate.Host.Caching;

/// <summary>A server's life, from its coming up to its first failure. Safe for any thread.</summary>
#pragma warning disable CA1001 // Without a timer of its own there is nothing to dispose of, and calls may look at it at any time.
internal sealed class CacheLife
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _end = new();
    private int _isOver;

    public bool IsOver => Volatile.Read(ref _isOver) != 0;

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Ends it, and lets everybody go who waits for the server.</summary>
    /// <returns>False when it was over.</returns>
    public bool TryEnd()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return false;
        _end.Cancel();
        return true;
    }
}
