using Pollinate.Abstractions;
using Pollinate.Host.Budgets;
using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Pipeline;

/// <summary>
/// One request's way through the providers: one after the other, in order, on the providers' threads. A provider that takes
/// more than its share of the time holds up nobody any longer: those behind it begin while it goes on. When all have ended,
/// or the budget is spent, the output is there. Takes no lock.
/// </summary>
/// <remarks>
/// Whose turn it is, is one number. Whoever ends a call, or finds that it takes too long, may try to pass the turn on; only
/// one succeeds, and goes on with the next provider.
/// Most requests are over in less time than a timer and a registration for the caller's hanging up take: both are made only
/// when a provider awaits something, or when the threads' overseer finds that the request is held up.
/// </remarks>
internal sealed class PipelineRun : IHeldUp
{
    private static readonly TimeSpan ShareWithoutBudget = TimeSpan.FromSeconds(1);
    // So often it is looked whether the pipeline is about to go.
    private static readonly TimeSpan LongestTick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(1);

    private readonly ProviderPipeline _pipeline;
    private readonly RequestBudget _budget;
    private readonly ProviderCall?[] _calls;
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private readonly TaskCompletionSource<PipelineOutput> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _aborted;
    private ITimer? _timer;
    private int _turn;
    private int _concluded;
    private int _isOver;
    private int _isWatched;

    private PipelineRun(ProviderPipeline pipeline, VendordataContext context, RequestBudget budget)
    {
        _pipeline = pipeline;
        _budget = budget;
        _calls = new ProviderCall?[pipeline.Entries.Count];
        Context = context;
    }

    public VendordataContext Context { get; }

    public ProviderThreads Threads => _pipeline.Threads;

    /// <summary>The most bytes that a provider may give.</summary>
    public int MaximumOutput => _pipeline.Settings.MaximumOutput;

    public long Now => Time.GetTimestamp();

    private TimeProvider Time => _pipeline.Time;

    private bool IsOver => Volatile.Read(ref _isOver) != 0;

    /// <summary>Runs the providers for one request.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any longer.</exception>
    public static Task<PipelineOutput> RunAsync(ProviderPipeline pipeline, VendordataContext context, RequestBudget budget)
    {
        if (pipeline.Entries.Count == 0)
            return Task.FromResult(pipeline.Collect([]));
        var run = new PipelineRun(pipeline, context, budget);
        run.Queue();
        return run._done.Task;
    }

    public TimeSpan Elapsed(long since) => Time.GetElapsedTime(since);

    public TimeSpan Elapsed(long since, long until) => Time.GetElapsedTime(since, until);

    /// <summary>Goes on with the provider whose turn it is.</summary>
    public void Execute() => InContext(static run => ((PipelineRun)run!).Advance(), this);

    /// <summary>Runs something with what flows with the request: the scope of its log lines.</summary>
    public void InContext(ContextCallback callback, object state)
    {
        if (_flow is null)
            callback(state);
        else
            ExecutionContext.Run(_flow, callback, state);
    }

    /// <summary>A call that did not end on the spot has been concluded.</summary>
    public void Concluded(int index)
    {
        if (TryPassTurn(index))
            Queue();
        EndIfDone();
    }

    /// <summary>The provider whose turn it is.</summary>
    public PoolTrust? Trust => Volatile.Read(ref _turn) is var turn && turn < _calls.Length ? _pipeline.Entries[turn].Lane.Trust : null;

    /// <summary>
    /// Goes on with the provider whose turn it is, on a thread that it may have: never on the calling one, whose caller must
    /// get its answer even if the provider keeps the thread for ever.
    /// </summary>
    private void Queue()
    {
        if (Trust is { IsEarned: true })
            Threads.QueueToPool(this);
        else
            Threads.Queue(this);
    }

    /// <summary>Takes notice of how a call was concluded.</summary>
    public void Count(ProviderCall call, OutcomeKind kind, string? reason, bool isTrial, bool hadBegun)
    {
        call.Entry.Record(kind, reason, isTrial, hadBegun);
        call.Entry.Statistics?.Count(kind, reason, hadBegun ? call.Duration : null);
        Interlocked.Increment(ref _concluded);
    }

    /// <summary>From now on the run looks after itself: whether the time is spent, and whether anybody still waits.</summary>
    public void Watch()
    {
        if (IsOver || Interlocked.Exchange(ref _isWatched, 1) != 0)
            return;
        _timer = Time.CreateTimer(static run => ((PipelineRun)run!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _aborted = _budget.RequestAborted.UnsafeRegister(static run => ((PipelineRun)run!).Abort(), this);
        // Whoever ended the run before did not find them.
        if (IsOver)
            Unwatch();
        else
            Tick();
    }

    /// <summary>Ends the run when nobody waits for the answer any longer, which is not known until it watches.</summary>
    public void AbortIfGone()
    {
        if (!IsOver && _budget.RequestAborted.IsCancellationRequested)
            Abort();
    }

    private void Advance()
    {
        for (var index = Volatile.Read(ref _turn); index < _calls.Length; index++)
        {
            if (IsOver)
                return;
            if (ProviderThread.Current is { IsOfPool: true } && !_pipeline.Entries[index].Lane.Trust.IsEarned)
            {
                Threads.Queue(this);
                return;
            }

            var call = new ProviderCall(this, index, _pipeline.Entries[index]);
            Volatile.Write(ref _calls[index], call);
            // Whoever ends the request sees the call, or is seen here.
            Interlocked.MemoryBarrier();
            if (IsOver)
                return;
            // Either it goes on by itself and passes the turn on later, or somebody else has done so meanwhile.
            var isConcluded = call.Begin();
            if (!isConcluded)
                Watch();
            if (!isConcluded || !TryPassTurn(index))
            {
                EndIfDone();
                return;
            }
        }

        EndIfDone();
    }

    private bool TryPassTurn(int index) => Interlocked.CompareExchange(ref _turn, index + 1, index) == index;

    private void EndIfDone()
    {
        if (Volatile.Read(ref _turn) == _calls.Length && Volatile.Read(ref _concluded) == _calls.Length)
            End();
    }

    /// <summary>What is left for each of the providers that have not begun, and one share for the answer.</summary>
    private TimeSpan Share(int index) =>
        _budget.Left is { } left ? left / (_calls.Length - index + 1) : ShareWithoutBudget;

    /// <summary>Looks for what takes too long, and when to look next.</summary>
    private void Tick()
    {
        if (IsOver)
            return;
        if (_budget.Left == TimeSpan.Zero || _pipeline.IsClosing)
        {
            End();
            return;
        }

        GiveUpLateCalls();
        var turn = Volatile.Read(ref _turn);
        if (turn < _calls.Length && Volatile.Read(ref _calls[turn]) is { } call && call.SinceTurn >= Share(turn) && TryPassTurn(turn))
            Queue();

        EndIfDone();
        if (!IsOver)
            _timer?.Change(NextTick(), Timeout.InfiniteTimeSpan);
    }

    private void GiveUpLateCalls()
    {
        for (var index = 0; index < _calls.Length; index++)
        {
            if (Volatile.Read(ref _calls[index]) is not { State: OutcomeKind.Running } call)
                continue;
            if (call.LeftOfTimeout <= TimeSpan.Zero && call.GiveUp(OutcomeKind.TimedOut, "it did not end within its timeout"))
            {
                InContext(static call => ((ProviderCall)call!).Entry.ReportTimeout(), call);
                Concluded(index);
            }
        }
    }

    private TimeSpan NextTick()
    {
        var turn = Volatile.Read(ref _turn);
        // A provider that begins before the next tick must not find it too late.
        var next = turn < _calls.Length ? Share(turn) : _budget.Left ?? ShareWithoutBudget;
        if (turn < _calls.Length && Volatile.Read(ref _calls[turn]) is { } call)
            next -= call.SinceTurn;
        if (_budget.Left < next)
            next = _budget.Left.Value;
        if (LongestTick < next)
            next = LongestTick;
        if (_pipeline.ShortestTimeout < next)
            next = _pipeline.ShortestTimeout.Value;
        for (var index = 0; index < _calls.Length; index++)
        {
            if (Volatile.Read(ref _calls[index])?.LeftOfTimeout is { } left && left < next)
                next = left;
        }

        return Max(next, ShortestTick);
    }

    private void Abort()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return;
        Unwatch();
        foreach (var call in _calls)
            call?.GiveUp(OutcomeKind.Abandoned, "nobody waits for the answer any longer");
        _done.TrySetCanceled(_budget.RequestAborted);
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return;
        Unwatch();
        InContext(static run => ((PipelineRun)run!).Finish(), this);
    }

    private void Unwatch()
    {
        _timer?.Dispose();
        _aborted.Unregister();
    }

    private void Finish()
    {
        try
        {
            if (Volatile.Read(ref _concluded) != _calls.Length)
                GiveUpRest();
            _done.SetResult(_pipeline.Collect(_calls));
        }
        catch (Exception exception)
        {
            _done.SetException(exception);
        }
    }

    private void GiveUpRest()
    {
        var unfinished = new List<string>();
        for (var index = 0; index < _calls.Length; index++)
        {
            var entry = _pipeline.Entries[index];
            if (Volatile.Read(ref _calls[index]) is not { } call)
            {
                entry.Statistics?.Count(OutcomeKind.NotBegun, reason: null, duration: null);
                unfinished.Add($"{entry.Name} (its turn did not come)");
            }
            else if (Describe(call) is { } how && call.GiveUp(OutcomeKind.TimedOut, "the request's time was spent before it ended"))
                unfinished.Add($"{entry.Name} ({how})");
        }

        if (unfinished.Count > 0)
            _pipeline.ReportUnfinished(_budget, unfinished);
    }

    private static string? Describe(ProviderCall call) => call.State switch
    {
        OutcomeKind.Running => FormattableString.Invariant($"running for {call.Outcome.Duration.TotalSeconds:0.0} s"),
        OutcomeKind.NotBegun when call.Entry.Lane.Threads >= ProviderLane.MaximumBeginnings =>
            FormattableString.Invariant($"waiting, since {call.Entry.Lane.Threads} of its calls do not give their threads back"),
        OutcomeKind.NotBegun => "waiting for a place, max_concurrency",
        _ => null,
    };

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
