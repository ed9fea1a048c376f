namespace Pollinate.Host.Dispatch;

/// <summary>One of the <see cref="ProviderThreads"/>.</summary>
internal sealed class ProviderThread
{
    [ThreadStatic]
    private static ProviderThread? _current;

    private readonly int _id;
    private volatile bool _isDemoted;

    private ProviderThread() => _id = NativeThread.CurrentId();

    /// <summary>The calling thread, when it is one of them.</summary>
    public static ProviderThread? Current => _current;

    /// <summary>It runs at the lowest priority and takes no further work.</summary>
    public bool IsDemoted => _isDemoted;

    /// <summary>Makes the calling thread one of them.</summary>
    public static ProviderThread Adopt() => _current = new();

    /// <summary>
    /// For a thread that plugin code does not give back: if it computes, it does so in nobody's way. Safe for any thread.
    /// </summary>
    public void Demote()
    {
        _isDemoted = true;
        NativeThread.Demote(_id);
    }
}
