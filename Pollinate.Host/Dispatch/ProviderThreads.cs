using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pollinate.Host.Containment;

namespace Pollinate.Host.Dispatch;

/// <summary>
/// The threads that plugin code runs on: never those that serve requests. As many as there are processors, and more, within
/// a few ticks, when plugin code blocks them. Safe for any thread; queueing takes no lock of its own.
/// </summary>
internal sealed class ProviderThreads : IDisposable
{
    /// <summary>The most threads: more blocked ones than any configuration should come to.</summary>
    public const int Maximum = 2048;

    private static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan UsualIdleTime = TimeSpan.FromSeconds(20);

    // What those may compute together who compute for long, and what each may at least: some tens of milliseconds are
    // what the first call of a provider needs to be compiled.
    private static readonly TimeSpan LongWork = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ShortWork = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _queue = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly SemaphoreSlim _overseerWanted = new(0);
    private readonly ManualResetEventSlim _stop = new();
    private readonly ConcurrentDictionary<ProviderThread, bool> _alive = new();
    private readonly PoolRelief _relief;
    private readonly int _maximum;
    private readonly TimeSpan _idleTime;
    private readonly int _minimum = Math.Max(2, Environment.ProcessorCount);

    private int _threads;
    private int _idle;
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
    public static ProviderThreads OfProcess() => new(new PoolRelief(TimeProvider.System, ProcessState.Capture().ExpectMinThreads));

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _threads);

    /// <summary>How many calls of providers have begun and not ended.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Runs something on one of the threads. It must not throw.</summary>
    public void Queue(IThreadPoolWorkItem work)
    {
        _queue.Enqueue(work);
        var pending = Interlocked.Increment(ref _pending);
        _available.Release();
        if (pending <= Volatile.Read(ref _idle))
            return;
        if (Volatile.Read(ref _threads) < _minimum)
            Add();
        else
            WantOverseer();
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
        _available.Release(Maximum);
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
            while (!_stop.Wait(TickTime))
            {
                // What waited at the last tick and still does has waited a whole tick: the threads are held up.
                var taken = Volatile.Read(ref _taken);
                var held = waiting - (taken - takenBefore);
                if (held > 0)
                    Add((int)Math.Min(held, Math.Max(_minimum, Count)));
                takenBefore = taken;
                waiting = Volatile.Read(ref _pending);
                _relief.Tick(Calls);
                DemoteBusy();
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

    /// <summary>
    /// Plugin code that computes and computes does so in nobody's way: it gets the lowest priority, the sooner the more of it
    /// there is. Who waits is left alone.
    /// </summary>
    private void DemoteBusy()
    {
        var busy = 0;
        var longest = TimeSpan.Zero;
        foreach (var (thread, _) in _alive)
        {
            if (!thread.IsDemoted && thread.Look() is var time && time >= ShortWork)
            {
                busy++;
                longest = time > longest ? time : longest;
            }
        }

        if (busy == 0)
            return;
        var limit = LongWork / busy;
        if (limit < ShortWork)
            limit = ShortWork;
        if (longest < limit)
            return;
        foreach (var (thread, _) in _alive)
        {
            if (!thread.IsDemoted && thread.Look() >= limit)
                thread.Demote();
        }
    }

    private void Add(int count)
    {
        for (var added = 0; added < count; added++)
            Add();
    }

    private void Add()
    {
        if (Interlocked.Increment(ref _threads) > _maximum)
            Interlocked.Decrement(ref _threads);
        else
            Start("provider", Work);
    }

    private void Work()
    {
        var self = ProviderThread.Adopt();
        _alive[self] = true;
        while (!_stop.IsSet && !self.IsDemoted)
        {
            Interlocked.Increment(ref _idle);
            var isAvailable = _available.Wait(_idleTime);
            Interlocked.Decrement(ref _idle);
            if (!isAvailable && Count > _minimum)
                break;
            if (isAvailable)
                RunNext(self);
        }

        _alive.TryRemove(self, out _);
        Interlocked.Decrement(ref _threads);
        // Whoever queued something just now may have taken this thread for an idle one.
        if (Volatile.Read(ref _pending) > 0)
            WantOverseer();
    }

    /// <remarks>A frame of its own: what a thread that waits still holds would keep the last call's plugin in memory.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunNext(ProviderThread self)
    {
        if (!_queue.TryDequeue(out var work))
            return;
        Interlocked.Decrement(ref _pending);
        Interlocked.Increment(ref _taken);
        self.BeginWork();
        work.Execute();
        self.EndWork();
    }

    private static void Start(string name, ThreadStart run) =>
        // The context of whoever happened to need the thread is none of its business.
        new Thread(run) { IsBackground = true, Name = name }.UnsafeStart();
}
