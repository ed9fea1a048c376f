using Pollinate.Host.Dispatch;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Pipeline;

/// <summary>
/// One provider's call for one request. It is concluded once: by its result, or by whoever gave it up; a result that comes
/// later counts for nothing.
/// </summary>
#pragma warning disable CA1001 // The source has neither timer nor wait handle, and a call that never ends may hold its token for ever.
internal sealed class ProviderCall(PipelineRun run, int index, ProviderEntry entry) : ILaneCall
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly long _turnAt = run.Now;
    private int _state = (int)OutcomeKind.NotBegun;
    private long _startedAt;
    private long _endedAt;
    private int _isTrial;
    private int _holders;
    private string? _reason;
    private ProviderOutput _output;

    public ProviderEntry Entry => entry;

    public OutcomeKind State => (OutcomeKind)Volatile.Read(ref _state);

    public bool IsConcluded => State is not (OutcomeKind.NotBegun or OutcomeKind.Running);

    public bool IsWanted => !IsConcluded;

    /// <summary>How long it holds up those behind it.</summary>
    public TimeSpan SinceTurn => run.Elapsed(_turnAt);

    /// <summary>When its own time-out is over; null when it has none or does not run.</summary>
    public TimeSpan? LeftOfTimeout => State == OutcomeKind.Running ? entry.Timeout - run.Elapsed(Volatile.Read(ref _startedAt)) : null;

    /// <summary>What it gave; only for one that ended well.</summary>
    public ProviderOutput Output => _output;

    /// <summary>How long it ran, or has been running; zero when it did not begin.</summary>
    public TimeSpan Duration => _startedAt == 0 ? TimeSpan.Zero : run.Elapsed(_startedAt, _endedAt == 0 ? run.Now : _endedAt);

    public ProviderOutcome Outcome => new(
        entry.Name,
        State,
        Duration,
        State == OutcomeKind.Ok ? _output.Json.Length : 0,
        _reason);

    /// <summary>Begins it on the calling thread, one of the providers', or has it wait for its turn.</summary>
    /// <returns>Whether it is concluded already.</returns>
    public bool Begin()
    {
        if (!entry.Breaker.TryPass(out var isTrial))
            return TryConclude(OutcomeKind.LeftOut, "it is left out for a while after repeated failures");
        if (isTrial)
            Volatile.Write(ref _isTrial, 1);
        var isConcluded = false;
        if (entry.Lane.TryBegin())
            isConcluded = Start();
        else if (isTrial)
            isConcluded = TryConclude(OutcomeKind.LeftOut, "it is left out: calls that it never ended take all its places");
        else
            entry.Lane.Wait(this);
        // Whoever gave it up before it was known as a trial could not tell of that.
        if (isTrial && IsConcluded && TakeTrial())
            entry.Breaker.GaveUpTrial();
        return isConcluded;
    }

    /// <summary>Its turn has come.</summary>
    public void Execute() => run.InContext(static call => ((ProviderCall)call!).ExecuteInContext(), this);

    /// <summary>Gives it up, if it is not concluded: its token is cancelled, and what it still does counts for nothing.</summary>
    /// <param name="kind">As what it counts.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Whether it was given up by this.</returns>
    public bool GiveUp(OutcomeKind kind, string reason)
    {
        // Before it can end: what listens to its token is the provider's code, too, and takes the call's place.
        var isHeld = TryHold();
        if (!TryConclude(kind, reason, out var before))
        {
            if (isHeld)
                Release();
            return false;
        }

        if (before == OutcomeKind.Running)
        {
            // It may have begun only after the first try.
            run.Threads.Queue(new CallCancellation(this, _cancellation, isHeld || TryHold()));
            return true;
        }

        if (isHeld)
            Release();
        entry.Lane.Forget();
        return true;
    }

    /// <summary>Gives its place back when nothing of it goes on any longer.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            entry.Lane.End();
    }

    private void ExecuteInContext()
    {
        if (Start())
            run.Concluded(index);
    }

    private bool Start()
    {
        // Given up while it waited.
        Volatile.Write(ref _startedAt, run.Now);
        if (Interlocked.CompareExchange(ref _state, (int)OutcomeKind.Running, (int)OutcomeKind.NotBegun) != (int)OutcomeKind.NotBegun)
        {
            entry.Lane.End();
            entry.Lane.ReturnThread();
            return false;
        }

        Interlocked.Increment(ref _holders);
        var running = RunAsync();
        entry.Lane.ReturnThread();
        if (running.IsCompleted)
            return true;
        _ = FollowAsync(running);
        return false;
    }

    private async Task FollowAsync(Task running)
    {
        await running.ConfigureAwait(false);
        run.Concluded(index);
    }

    /// <remarks>
    /// The method's own beginning and end restore what the provider changed of the thread's contexts. What it awaits comes
    /// back to the provider's lane.
    /// </remarks>
    private async Task RunAsync()
    {
        SynchronizationContext.SetSynchronizationContext(entry.Lane);
        try
        {
            entry.Slot.Enter();
            var (kind, reason) = Tracing.IsOn ? await CallTracedAsync() : await CallAsync();
            TryConclude(kind, reason);
        }
        finally
        {
            entry.Slot.Leave();
            Release();
        }
    }

    private async ValueTask<(OutcomeKind Kind, string? Reason)> CallTracedAsync()
    {
        using var activity = Tracing.StartProvider(entry.Name);
        var (kind, reason) = await CallAsync();
        activity?.SetTag("pollinate.outcome", IsConcluded ? ProviderStatistics.NameOf(State) : ProviderStatistics.NameOf(kind));
        if (kind == OutcomeKind.Failed)
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
        return (kind, reason);
    }

    private async ValueTask<(OutcomeKind Kind, string? Reason)> CallAsync()
    {
        try
        {
            ProviderCulture.Restore();
            var running = entry.Provider.RunAsync(run.Context, _cancellation.Token)
                ?? throw new InvalidOperationException("RunAsync returned null instead of a task");
            var result = await running
                ?? throw new InvalidOperationException("RunAsync gave null; ProviderResult.Nothing says nothing");
            _output = ProviderOutput.Read(result.Utf8Json, run.MaximumOutput);
            return (_output.HasPart ? OutcomeKind.Ok : OutcomeKind.Nothing, null);
        }
        catch (Exception exception)
        {
            // What is looked up for a request ends with it: that is no failure of the provider's.
            run.AbortIfGone();
            return IsConcluded
                // Whatever it says now, it is no longer asked.
                ? (OutcomeKind.Failed, null)
                : (OutcomeKind.Failed, FailureText.Full(exception));
        }
    }

    private bool TryHold()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return true;
            holders = seen;
        }

        return false;
    }

    /// <summary>Whether it tries the provider again; true once, for the one who tells how that went.</summary>
    private bool TakeTrial() => Volatile.Read(ref _isTrial) != 0 && Interlocked.Exchange(ref _isTrial, 0) != 0;

    private bool TryConclude(OutcomeKind kind, string? reason) => TryConclude(kind, reason, out _);

    private bool TryConclude(OutcomeKind kind, string? reason, out OutcomeKind before)
    {
        var endedAt = run.Now;
        for (before = State; before is OutcomeKind.NotBegun or OutcomeKind.Running;)
        {
            var seen = (OutcomeKind)Interlocked.CompareExchange(ref _state, (int)kind, (int)before);
            if (seen == before)
            {
                _reason = reason;
                _endedAt = endedAt;
                run.Count(this, kind, reason, TakeTrial(), hadBegun: before == OutcomeKind.Running);
                return true;
            }

            before = seen;
        }

        return false;
    }
}
