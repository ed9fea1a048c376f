namespace Pollinate.Host.Dispatch;

/// <summary>One of the <see cref="ProviderThreads"/>.</summary>
internal sealed class ProviderThread
{
    [ThreadStatic]
    private static ProviderThread? _current;

    private readonly int _id;
    private volatile bool _isDemoted;

    // Odd while it is at work; each piece has a number of its own.
    private long _work;

    // Only the overseer's.
    private long _seenWork;
    private TimeSpan _seenTime;

    private ProviderThread() => _id = NativeThread.CurrentId();

    /// <summary>The calling thread, when it is one of them.</summary>
    public static ProviderThread? Current => _current;

    /// <summary>It runs at the lowest priority and takes no further work.</summary>
    public bool IsDemoted => _isDemoted;

    /// <summary>Makes the calling thread one of them.</summary>
    public static ProviderThread Adopt() => _current = new();

    /// <summary>It begins with a piece of work.</summary>
    public void BeginWork() => Volatile.Write(ref _work, _work + 1);

    /// <summary>It has ended its piece of work.</summary>
    public void EndWork() => Volatile.Write(ref _work, _work + 1);

    /// <summary>
    /// For how long it has computed at its piece of work since it was first looked at there. Called from one thread; costs
    /// those at work nothing.
    /// </summary>
    public TimeSpan Look()
    {
        var work = Volatile.Read(ref _work);
        if (work % 2 == 0)
            return TimeSpan.Zero;
        var time = NativeThread.ProcessorTime(_id);
        if (work != _seenWork)
        {
            _seenWork = work;
            _seenTime = time;
        }

        return time - _seenTime;
    }

    /// <summary>
    /// For a thread that plugin code does not give back: if it computes, it does so in nobody's way. Safe for any thread.
    /// </summary>
    public void Demote()
    {
        _isDemoted = true;
        NativeThread.Demote(_id);
    }
}
