namespace Pollinate.Host.Dispatch;

/// <summary>
/// Keeps the thread pool, which serves requests, from being used up by plugin code that escapes to it and blocks there: when
/// the pool is late although providers are at work, it gets more threads at once, as many as there are calls at most. Called
/// from one thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="setMinimum">Sets the pool's minimum of worker threads.</param>
/// <param name="isAtWork">
/// Whether the pool has all processors at work: then it is late since there is more work than processors, and further threads
/// would only be in each other's way. Null: it never has.
/// </param>
internal sealed class PoolRelief(TimeProvider time, Action<int> setMinimum, Func<bool>? isAtWork = null)
{
    /// <summary>The most threads that are added to the pool's own minimum.</summary>
    public const int MostAdded = 1024;

    private const int Step = 8;

    private static readonly TimeSpan BeatPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(25);
    // What is at work for so long may never give its processor back.
    private static readonly TimeSpan VeryLate = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    // Taken before anybody has raised it.
    private static readonly int Own = OwnMinimum();

    private int _lost;
    private int _lostSeen;
    private int _added;
    private long _beatAt;
    private long _lateAt;
    private volatile bool _isBeating;

    /// <summary>The pool has more threads than its own for the time being.</summary>
    public bool IsActive => _added > 0;

    /// <summary>The pool has been asked for a sign of life and has not given it yet.</summary>
    public bool IsWaiting => _isBeating;

    /// <summary>Looks at the pool, some hundred times a second while providers are at work.</summary>
    /// <param name="calls">How many calls of providers are under way.</param>
    public void Tick(int calls)
    {
        var now = time.GetTimestamp();
        if (_isBeating && time.GetElapsedTime(_beatAt, now) is var late && late >= Late)
        {
            if (late >= VeryLate || isAtWork?.Invoke() != true)
            {
                _lateAt = now;
                Grow(calls);
            }
        }
        else if (!_isBeating && time.GetElapsedTime(_beatAt, now) >= BeatPause)
        {
            _beatAt = now;
            _isBeating = true;
            ThreadPool.UnsafeQueueUserWorkItem(static relief => relief._isBeating = false, this, preferLocal: false);
        }

        if (time.GetElapsedTime(_lateAt, now) >= Calm)
            End();
        if (Volatile.Read(ref _lost) is var lost && lost != _lostSeen)
        {
            _lostSeen = lost;
            SetMinimum();
        }
    }

    /// <summary>One of the pool's threads will never serve anybody again. Safe for any thread.</summary>
    public void Lose() => Interlocked.Increment(ref _lost);

    /// <summary>Leaves the pool with the threads of its own.</summary>
    public void End()
    {
        if (!IsActive)
            return;
        _added = 0;
        SetMinimum();
    }

    private void SetMinimum() => setMinimum(Own + _lostSeen + _added);

    private void Grow(int calls)
    {
        // Each call may hold one of the pool's threads, and the requests that come meanwhile need some beside.
        var added = Math.Min(_added + Step, Math.Min(calls + Step, MostAdded));
        if (added <= _added)
            return;
        _added = added;
        SetMinimum();
    }

    private static int OwnMinimum()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        return workers;
    }
}
