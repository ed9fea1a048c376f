namespace Pollinate.Host.Dispatch;

/// <summary>One of the <see cref="ProviderThreads"/>.</summary>
internal sealed class ProviderThread
{
    [ThreadStatic]
    private static ProviderThread? _current;

    private readonly int _id;
    private volatile bool _isDemoted;
    private long _busySince;

    private ProviderThread() => _id = NativeThread.CurrentId();

    /// <summary>The calling thread, when it is one of them.</summary>
    public static ProviderThread? Current => _current;

    /// <summary>It runs at the lowest priority and takes no further work.</summary>
    public bool IsDemoted => _isDemoted;

    /// <summary>Makes the calling thread one of them.</summary>
    public static ProviderThread Adopt() => _current = new();

    /// <summary>It begins with a piece of work.</summary>
    public void BeginWork() => Volatile.Write(ref _busySince, Environment.TickCount64);

    /// <summary>It has ended its piece of work.</summary>
    public void EndWork() => Volatile.Write(ref _busySince, 0);

    /// <summary>Whether it has been at the same piece of work for so many milliseconds.</summary>
    public bool IsBusyFor(long milliseconds) =>
        Volatile.Read(ref _busySince) is var since and not 0 && Environment.TickCount64 - since >= milliseconds;

    /// <summary>
    /// For a thread that plugin code does not give back: if it computes, it does so in nobody's way. Safe for any thread.
    /// </summary>
    public void Demote()
    {
        _isDemoted = true;
        NativeThread.Demote(_id);
    }
}
