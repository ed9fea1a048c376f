using System.Collections.Concurrent;

namespace Pollinate.Host.Dispatch;

/// <summary>A thread that plugin code runs on: one of the <see cref="ProviderThreads"/>, or one of the thread pool's.</summary>
internal sealed class ProviderThread
{
    private static readonly ConcurrentDictionary<ProviderThread, bool> AllOfPool = new();

    [ThreadStatic]
    private static ProviderThread? _current;

    private readonly int _id;
    private readonly Thread _thread = Thread.CurrentThread;
    private volatile bool _isDemoted;

    // Odd while it is at work; each piece has a number of its own.
    private long _work;
    private IThreadPoolWorkItem? _item;

    // Only the overseer's.
    private long _seenWork;
    private TimeSpan _seenTime;
    private long _seenAt;

    private ProviderThread(bool isOfPool)
    {
        IsOfPool = isOfPool;
        _id = NativeThread.CurrentId();
    }

    /// <summary>The calling thread, when it is one of them.</summary>
    public static ProviderThread? Current => _current;

    /// <summary>It is one of the thread pool's, which serve requests.</summary>
    public bool IsOfPool { get; }

    /// <summary>It runs at the lowest priority and takes no further work.</summary>
    public bool IsDemoted => _isDemoted;

    /// <summary>The thread pool's threads that have run plugin code, without those that have ended.</summary>
    public static IEnumerable<ProviderThread> OfPoolAlive
    {
        get
        {
            foreach (var (thread, _) in AllOfPool)
            {
                if (thread._thread.IsAlive)
                    yield return thread;
                else
                    AllOfPool.TryRemove(thread, out _);
            }
        }
    }

    /// <summary>Makes the calling thread one of the <see cref="ProviderThreads"/>.</summary>
    public static ProviderThread Adopt() => _current = new(isOfPool: false);

    /// <summary>The calling thread, which is one of the thread pool's.</summary>
    public static ProviderThread OfPool()
    {
        if (_current is { } known)
            return known;
        var thread = _current = new(isOfPool: true);
        AllOfPool[thread] = true;
        return thread;
    }

    /// <summary>It begins with a piece of work.</summary>
    public void BeginWork(IThreadPoolWorkItem item)
    {
        _item = item;
        Volatile.Write(ref _work, _work + 1);
    }

    /// <summary>It has ended its piece of work.</summary>
    public void EndWork()
    {
        // What a thread that waits still holds would keep the last call's plugin in memory.
        _item = null;
        Volatile.Write(ref _work, _work + 1);
    }

    /// <summary>
    /// Looks at its piece of work. Called from one thread; costs those at work nothing.
    /// </summary>
    /// <returns>
    /// The piece, when it is at one: for how long it has been, and for how long it has computed, since it was first looked at
    /// there.
    /// </returns>
    public (IThreadPoolWorkItem? Item, TimeSpan Since, TimeSpan Computed) Look(TimeProvider time)
    {
        var work = Volatile.Read(ref _work);
        if (work % 2 == 0)
            return default;
        var item = Volatile.Read(ref _item);
        var computed = NativeThread.ProcessorTime(_id);
        if (work != _seenWork)
        {
            _seenWork = work;
            _seenTime = computed;
            _seenAt = time.GetTimestamp();
        }

        return (item, time.GetElapsedTime(_seenAt), computed - _seenTime);
    }

    /// <summary>It waits for something, rather than for a processor.</summary>
    public bool IsBlocked() => NativeThread.IsBlocked(_id);

    /// <summary>
    /// For a thread that plugin code does not give back: if it computes, it does so in nobody's way. Safe for any thread.
    /// </summary>
    public void Demote()
    {
        _isDemoted = true;
        NativeThread.Demote(_id);
    }
}
