using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pollinate.Host.Containment;

namespace Pollinate.Host.Dispatch;

/// <summary>
/// The threads that plugin code runs on: never those that serve requests. As many as there are processors, and more, within
/// a few ticks, when plugin code blocks them. Safe for any thread.
/// </summary>
/// <remarks>
/// A thread is woken only when nobody is about to look at the queue anyway: under load the threads that are awake serve one
/// request after the other, and none is woken for nothing.
/// </remarks>
internal sealed class ProviderThreads : IDisposable
{
    /// <summary>The most threads: more blocked ones than any configuration should come to.</summary>
    public const int Maximum = 2048;

    private static readonly TimeSpan UsualIdleTime = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _queue = new();
    private readonly ThreadGate _sleepers = new();
    private readonly SemaphoreSlim _overseerWanted = new(0);
    private readonly ManualResetEventSlim _stop = new();
    private readonly ConcurrentDictionary<ProviderThread, bool> _alive = new();
    private readonly PoolRelief _relief;
    private readonly int _maximum;
    private readonly TimeSpan _idleTime;
    private readonly int _minimum = Math.Max(2, Environment.ProcessorCount);

    private int _threads;
    private int _sleeping;
    // Awake and without work: whoever queues something leaves it to them.
    private int _searching;
    private int _pending;
    private long _taken;
    private int _isOverseen;
    private int _calls;

    /// <param name="relief">Keeps an eye on the thread pool meanwhile.</param>
    /// <param name="maximum">The most threads.</param>
    /// <param name="idleTime">How long a thread that has nothing to do is kept; 20 s when null.</param>
    public ProviderThreads(PoolRelief relief, int maximum = Maximum, TimeSpan? idleTime = null)
    {
        _relief = relief;
        _maximum = maximum;
        _idleTime = idleTime ?? UsualIdleTime;
        Start("providers", Oversee);
    }

    /// <summary>Threads that keep an eye on this process's thread pool.</summary>
    public static ProviderThreads OfProcess() => new(
        new PoolRelief(TimeProvider.System, ProcessState.Capture().ExpectMinThreads, NativeThread.PoolHasAllProcessors));

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _threads);

    /// <summary>How many calls of providers have begun and not ended.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Somebody looks at the threads: not for long once nothing waits and no call is under way.</summary>
    public bool IsOverseen => Volatile.Read(ref _isOverseen) != 0;

    /// <summary>Runs something on one of the threads. It must not throw.</summary>
    public void Queue(IThreadPoolWorkItem work)
    {
        _queue.Enqueue(work);
        // Also what keeps the look at the searching ones behind the queue's change.
        Interlocked.Increment(ref _pending);
        if (Volatile.Read(ref _searching) == 0)
            Wake();
    }

    /// <summary>Runs something on a thread of the pool's. It must not throw.</summary>
    public void QueueToPool(IThreadPoolWorkItem work) =>
        // On the calling thread, if it is one of the pool's, as soon as that is free.
        ThreadPool.UnsafeQueueUserWorkItem(new PoolPiece(this, work), preferLocal: true);

    /// <summary>
    /// Keeps a thread of the pool's that runs at the lowest priority, which can't be taken back, from ever serving anybody
    /// again. The pool gets another in its place.
    /// </summary>
    public void Retire()
    {
        _relief.Lose();
        _stop.Wait();
    }

    /// <summary>Runs plugin code that is no call, and waits for its end, but not for ever.</summary>
    /// <param name="code">The code.</param>
    /// <param name="patience">How long to wait; null without an end.</param>
    /// <param name="time">Measures it.</param>
    /// <exception cref="TimeoutException">It did not end in time, and goes on.</exception>
    public Task RunAsync(Func<Task> code, TimeSpan? patience, TimeProvider time)
    {
        var work = new ThreadedTask(code);
        Queue(work);
        return patience is { } limit ? work.Task.WaitAsync(limit, time) : work.Task;
    }

    /// <summary>Says that a call goes on although its thread is free: whatever it waits for may block others' threads.</summary>
    public void CallBegan()
    {
        if (Interlocked.Increment(ref _calls) == 1)
            WantOverseer();
    }

    /// <summary>Ends what <see cref="CallBegan"/> began.</summary>
    public void CallEnded() => Interlocked.Decrement(ref _calls);

    /// <summary>Lets the threads end that are not in plugin code. The others go with the process.</summary>
    public void Dispose()
    {
        _stop.Set();
        _overseerWanted.Release();
        _sleepers.Release(Maximum);
    }

    private void WantOverseer()
    {
        if (Volatile.Read(ref _isOverseen) == 0 && Interlocked.Exchange(ref _isOverseen, 1) == 0)
            _overseerWanted.Release();
    }

    private void Oversee()
    {
        while (!_stop.IsSet)
        {
            _overseerWanted.Wait();
            long waiting = 0;
            var takenBefore = Volatile.Read(ref _taken);
            while (!_stop.Wait(Oversight.TickTime))
            {
                var taken = Volatile.Read(ref _taken);
                if (Oversight.Lacking(waiting, taken - takenBefore, _minimum, Count) is > 0 and var lacking)
                {
                    Add(lacking);
                    TellQueued();
                }

                takenBefore = taken;
                waiting = Volatile.Read(ref _pending);
                _relief.Tick(Calls);
                LookAtThreads();
                if (waiting == 0 && Calls == 0 && !_relief.IsActive)
                    break;
            }

            // Whoever came between the last look and this found an overseer; the exchange keeps the reads below it.
            Interlocked.Exchange(ref _isOverseen, 0);
            if (Volatile.Read(ref _pending) > 0 || Calls > 0)
                WantOverseer();
        }

        _relief.End();
    }

    /// <summary>Work that has waited for a whole tick is told: it may have a deadline.</summary>
    private void TellQueued()
    {
        foreach (var work in _queue)
            (work as IHeldUp)?.Watch();
    }

    /// <summary>
    /// Work that keeps its thread is told. Plugin code that computes and computes does so in nobody's way: it gets the lowest
    /// priority, the sooner the more of it there is. Who waits is left alone, but not on the pool's threads.
    /// </summary>
    private void LookAtThreads()
    {
        var all = new List<TimeSpan>();
        foreach (var thread in Threads())
        {
            var (item, since, computed) = thread.Look(TimeProvider.System);
            if (item is IHeldUp piece)
                Oversight.LookAt(piece, since, computed, thread.IsOfPool, thread.IsBlocked);
            all.Add(computed);
        }

        if (Oversight.Limit(all) is not { } limit)
            return;
        foreach (var thread in Threads())
        {
            if (thread.Look(TimeProvider.System).Computed >= limit)
                thread.Demote();
        }
    }

    private IEnumerable<ProviderThread> Threads() =>
        _alive.Select(thread => thread.Key).Concat(ProviderThread.OfPoolAlive).Where(thread => !thread.IsDemoted);

    private void Add(int count)
    {
        for (var added = 0; added < count; added++)
            Add();
    }

    private void Add()
    {
        Interlocked.Increment(ref _searching);
        if (Interlocked.Increment(ref _threads) <= _maximum)
        {
            Start("provider", Work);
            return;
        }

        Interlocked.Decrement(ref _threads);
        Interlocked.Decrement(ref _searching);
    }

    /// <summary>Has one more thread look at the queue, if there is one.</summary>
    private void Wake()
    {
        if (TryTakeSleeper())
        {
            Interlocked.Increment(ref _searching);
            _sleepers.Release();
        }
        else if (Volatile.Read(ref _threads) < _minimum)
        {
            Add();
        }
        else
        {
            WantOverseer();
        }
    }

    private bool TryTakeSleeper()
    {
        for (var sleeping = Volatile.Read(ref _sleeping); sleeping > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _sleeping, sleeping - 1, sleeping);
            if (seen == sleeping)
                return true;
            sleeping = seen;
        }

        return false;
    }

    private void Work()
    {
        var self = ProviderThread.Adopt();
        _alive[self] = true;
        // It counts as searching from its start to its end, but while it works or sleeps.
        while (!_stop.IsSet && !self.IsDemoted && (TryRunNext(self) || TrySleep()))
        {
        }

        _alive.TryRemove(self, out _);
        Interlocked.Decrement(ref _threads);
        StopSearching();
    }

    /// <summary>Sleeps until there may be work.</summary>
    /// <returns>False when there was none for so long that the thread is not needed.</returns>
    private bool TrySleep()
    {
        Interlocked.Increment(ref _sleeping);
        Interlocked.Decrement(ref _searching);
        // Whoever queued something before that left it to this thread.
        if (!_queue.IsEmpty && TryTakeSleeper())
        {
            Interlocked.Increment(ref _searching);
            return true;
        }

        if (_sleepers.Sleep(_idleTime))
            return true;
        if (!TryTakeSleeper())
            // Woken at the last moment: the permit is there, or about to be.
            return _sleepers.Sleep(Timeout.InfiniteTimeSpan);
        Interlocked.Increment(ref _searching);
        return Count <= _minimum;
    }

    /// <summary>What is left in the queue must not wait for nobody.</summary>
    private void StopSearching()
    {
        if (Interlocked.Decrement(ref _searching) == 0 && !_queue.IsEmpty)
            Wake();
    }

    /// <remarks>A frame of its own: what a thread that waits still holds would keep the last call's plugin in memory.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryRunNext(ProviderThread self)
    {
        if (!_queue.TryDequeue(out var work))
            return false;
        Interlocked.Decrement(ref _pending);
        Interlocked.Increment(ref _taken);
        StopSearching();
        self.BeginWork(work);
        work.Execute();
        self.EndWork();
        Interlocked.Increment(ref _searching);
        return true;
    }

    private static void Start(string name, ThreadStart run) =>
        // The context of whoever happened to need the thread is none of its business.
        new Thread(run) { IsBackground = true, Name = name }.UnsafeStart();
}
