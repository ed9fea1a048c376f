using System.Collections.Concurrent;

namespace Pollinate.Host.Dispatch;

/// <summary>
/// Bounds one provider: how many calls of it are under way, and how many threads are in its code. What it awaits comes back
/// to it here, so that code which blocks after an await holds its own threads, too. Takes no lock. Safe for any thread.
/// </summary>
/// <param name="threads">The threads of all providers.</param>
/// <param name="maximumCalls">The most calls at a time.</param>
/// <param name="ended">Called on the thread whenever one has left the provider's code, before it does anything else.</param>
/// <param name="strays">Told of exceptions that belong to no call: those of <c>async void</c>.</param>
internal sealed class ProviderLane(ProviderThreads threads, int maximumCalls, Action ended, Action<Exception> strays) : SynchronizationContext
{
    /// <summary>The most threads that are in a provider's code at a time. Code that awaits needs none.</summary>
    public const int MaximumThreads = 2 * MaximumBeginnings;

    /// <summary>
    /// So many are not exceeded for calls that begin: when each of them blocks on code of its own that has yet to go on, as
    /// <c>Task.Result</c> does, there are as many left for that code.
    /// </summary>
    public const int MaximumBeginnings = 16;

    private const long OneCall = 1;
    private const long OneThread = 1L << 32;

    private readonly ConcurrentQueue<ILaneCall> _waiting = new();
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _posted = new();

    // The calls in the lower half, the threads in the upper: both are taken in one step or not at all, so that no thread
    // finds a place taken by another that is about to give it up again.
    private long _taken;
    private TaskCompletionSource? _whenEmpty;

    /// <summary>Whether the provider may run on the thread pool's threads.</summary>
    public PoolTrust Trust { get; } = new();

    /// <summary>How many calls have begun and not ended, those among them that nobody waits for any longer.</summary>
    public int Calls => CallsOf(Volatile.Read(ref _taken));

    /// <summary>How many threads are in the provider's code.</summary>
    public int Threads => ThreadsOf(Volatile.Read(ref _taken));

    /// <summary>How many calls wait for their turn.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>
    /// Takes a place for a call and the calling thread for its beginning, if there is one of each and nobody waits.
    /// <see cref="ReturnThread"/> and <see cref="End"/> give them back.
    /// </summary>
    public bool TryBegin() => _waiting.IsEmpty && TryTakeBoth();

    /// <summary>Has a call run when its turn comes, on one of the threads, with a place and the thread taken.</summary>
    public void Wait(ILaneCall call)
    {
        _waiting.Enqueue(call);
        Pump();
    }

    /// <summary>
    /// A call that waits was given up. It is let go at once, and not only when a place is free: that may be never, and
    /// whatever its request holds would stay as long.
    /// </summary>
    public void Forget()
    {
        while (_waiting.TryPeek(out var first) && !first.IsWanted && _waiting.TryDequeue(out var call))
        {
            // Another thread may have taken the one that was looked at: this one is then not to be lost, only late.
            if (call.IsWanted)
            {
                Wait(call);
                return;
            }
        }
    }

    /// <summary>The calling thread has left the provider's code.</summary>
    public void ReturnThread()
    {
        ended();
        Trust.Ended();
        Interlocked.Add(ref _taken, -OneThread);
        Pump();
    }

    /// <summary>A call has ended.</summary>
    public void End()
    {
        var taken = Interlocked.Add(ref _taken, -OneCall);
        threads.CallEnded();
        if (CallsOf(taken) == 0)
            Volatile.Read(ref _whenEmpty)?.TrySetResult();
        Pump();
    }

    /// <summary>Waits until no call is under way. Whoever asks has made sure that no more come.</summary>
    public Task WhenEmptyAsync()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var whenEmpty = Interlocked.CompareExchange(ref _whenEmpty, mine, null) ?? mine;
        if (Calls == 0)
            whenEmpty.TrySetResult();
        return whenEmpty.Task;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        _posted.Enqueue(new LanePost(this, d, state));
        Pump();
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>An exception that belongs to no call.</summary>
    internal void Stray(Exception exception) => strays(exception);

    /// <remarks>
    /// Runs after every change that may let something go on: what one thread leaves undone because there was no place, the
    /// one that gives the place back finds.
    /// </remarks>
    private void Pump()
    {
        // What was given back without having been used may have been in another's way, who left something undone.
        bool gaveBack;
        do
        {
            // The queues must be looked at after what was changed before has been seen by all.
            Interlocked.MemoryBarrier();
            gaveBack = false;
            // What is under way comes before what has not begun.
            while (!_posted.IsEmpty && TryTake(OneThread, MaximumThreads))
            {
                if (_posted.TryDequeue(out var work))
                {
                    if (Trust.IsEarned)
                        threads.QueueToPool(work);
                    else
                        threads.Queue(work);
                }
                else
                {
                    Interlocked.Add(ref _taken, -OneThread);
                    gaveBack = true;
                }
            }

            while (!_waiting.IsEmpty && TryTakeBoth())
            {
                if (_waiting.TryDequeue(out var call) && call.IsWanted)
                {
                    threads.Queue(call);
                }
                else
                {
                    Interlocked.Add(ref _taken, -(OneThread + OneCall));
                    threads.CallEnded();
                    gaveBack = true;
                }
            }
        }
        while (gaveBack);
    }

    private bool TryTakeBoth()
    {
        if (!TryTake(OneThread + OneCall, MaximumBeginnings))
            return false;
        threads.CallBegan();
        return true;
    }

    private bool TryTake(long what, int maximumThreads)
    {
        for (var taken = Volatile.Read(ref _taken); ;)
        {
            var next = taken + what;
            if (ThreadsOf(next) > maximumThreads || (CallsOf(what) > 0 && CallsOf(next) > maximumCalls))
                return false;
            var seen = Interlocked.CompareExchange(ref _taken, next, taken);
            if (seen == taken)
                return true;
            taken = seen;
        }
    }

    private static int CallsOf(long taken) => (int)(taken & uint.MaxValue);

    private static int ThreadsOf(long taken) => (int)(taken >> 32);
}
