namespace Pollinate.Host.Dispatch;

/// <summary>
/// Whether a provider's code may run on the thread pool's threads, which serve requests, in place of the providers' own. To
/// change threads costs more than most providers do; so one that has been quick again and again is spared it, until it
/// blocks or computes for long: then it goes back to threads of its own, and has to be quick for longer. Takes no lock; the
/// counts need not be exact. Safe for any thread.
/// </summary>
internal sealed class PoolTrust
{
    /// <summary>So many pieces of work in a row, none of which was found to be slow, earn it the first time.</summary>
    public const int FirstProof = 256;

    /// <summary>The most that is ever asked.</summary>
    public const int LongestProof = 65_536;

    // Seen blocked so often within as many pieces of work, it is one that blocks.
    private const int Doubt = 64;
    private const int MostDoubt = 4 * Doubt;

    private int _proof = FirstProof;
    private int _quick;
    private int _doubt;

    /// <summary>It may run there.</summary>
    public bool IsEarned => Volatile.Read(ref _quick) >= Volatile.Read(ref _proof);

    /// <summary>A piece of work has ended.</summary>
    public void Ended()
    {
        // Mostly there is nothing to change, and a write would take the line from the other processors.
        if (_quick < _proof)
            _quick++;
        if (_doubt > 0)
            _doubt--;
    }

    /// <summary>A thread was seen that waits in its code; once is chance.</summary>
    public void SeenBlocked()
    {
        if ((_doubt += Doubt) >= MostDoubt)
            Lose();
    }

    /// <summary>A piece of work takes long.</summary>
    public void Lose()
    {
        if (IsEarned)
            _proof = Math.Min(_proof * 4, LongestProof);
        _doubt = 0;
        Volatile.Write(ref _quick, 0);
    }
}
