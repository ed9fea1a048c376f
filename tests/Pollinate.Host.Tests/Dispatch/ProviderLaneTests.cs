using Pollinate.Host.Dispatch;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Dispatch;

internal sealed class ProviderLaneTests
{
    private ProviderThreads _threads = null!;

    [SetUp]
    public void SetUp() => _threads = new(new PoolRelief(TimeProvider.System, _ => { }));

    [TearDown]
    public void TearDown() => _threads.Dispose();

    [Test]
    public void Each_call_takes_a_place_and_a_thread_until_it_gives_them_back()
    {
        var lane = New(2);

        lane.TryBegin().Should().BeTrue();
        lane.ReturnThread();
        lane.TryBegin().Should().BeTrue();
        lane.TryBegin().Should().BeFalse("both places are taken");
        (lane.Calls, lane.Threads).Should().Be((2, 1));
        lane.End();
        lane.TryBegin().Should().BeTrue();
        (lane.Calls, lane.Threads).Should().Be((2, 2));
    }

    [Test]
    public void Calls_that_give_their_threads_back_need_none()
    {
        var lane = New(1000);

        for (var call = 0; call < 1000; call++)
        {
            lane.TryBegin().Should().BeTrue();
            lane.ReturnThread();
        }

        (lane.Calls, lane.Threads, _threads.Calls).Should().Be((1000, 0, 1000));
    }

    [Test]
    public void Calls_that_hold_their_threads_are_bounded_by_those()
    {
        var lane = New(1000);

        var begun = Enumerable.Range(0, 1000).Count(_ => lane.TryBegin());

        begun.Should().Be(ProviderLane.MaximumBeginnings);
        lane.Calls.Should().Be(begun);
    }

    [Test]
    public async Task A_call_that_nobody_wants_any_longer_is_never_run_and_takes_no_place()
    {
        var lane = New(1);
        lane.TryBegin().Should().BeTrue();
        lane.ReturnThread();
        var unwanted = new TestCall(lane) { IsWanted = false };
        var wanted = new TestCall(lane);
        lane.Wait(unwanted);
        lane.Wait(wanted);

        lane.End();

        await wanted.Ran.WaitAsync(TimeSpan.FromSeconds(60));
        unwanted.Ran.IsCompleted.Should().BeFalse();
        await Eventually.TrueAsync(() => lane is { Calls: 0, Threads: 0 });
        _threads.Calls.Should().Be(0);
    }

    [Test]
    public void Those_that_nobody_wants_any_longer_are_let_go_while_no_place_is_free()
    {
        var lane = New(1);
        lane.TryBegin().Should().BeTrue();
        var calls = Enumerable.Range(0, 10).Select(_ => new TestCall(lane)).ToList();
        calls.ForEach(lane.Wait);
        lane.Waiting.Should().Be(10);

        foreach (var call in calls)
        {
            call.IsWanted = false;
            lane.Forget();
        }

        lane.Waiting.Should().Be(0);
    }

    [Test]
    public async Task What_was_posted_goes_on_before_what_waits_to_begin()
    {
        var lane = New(1000);
        using var held = new SemaphoreSlim(0);
        for (var thread = 0; thread < ProviderLane.MaximumThreads; thread++)
            lane.Post(_ => held.Wait(TimeSpan.FromSeconds(60)), null);
        var call = new TestCall(lane);
        lane.Wait(call);
        var posted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Post(_ => posted.SetResult(), null);

        held.Release();
        await posted.Task.WaitAsync(TimeSpan.FromSeconds(60));
        call.Ran.IsCompleted.Should().BeFalse();
        held.Release(ProviderLane.MaximumThreads - 1);
        await call.Ran.WaitAsync(TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(() => lane.Threads == 0);
    }

    [Test]
    public async Task What_is_posted_runs_in_the_lane_and_what_it_throws_is_told()
    {
        var told = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lane = new ProviderLane(_threads, 10, () => { }, told.SetResult);
        SynchronizationContext? context = null;

        lane.Post(
            _ =>
            {
                context = SynchronizationContext.Current;
                throw new InvalidOperationException("thrown on purpose");
            },
            null);

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(60))).Message.Should().Be("thrown on purpose");
        context.Should().BeSameAs(lane);
        await Eventually.TrueAsync(() => lane.Threads == 0);
    }

    [Test]
    public async Task What_is_posted_runs_on_a_thread_of_the_pool_once_the_provider_is_trusted()
    {
        var lane = New(10);

        (await OwnerAsync(lane)).Should().Be((false, false));
        while (!lane.Trust.IsEarned)
            lane.Trust.Ended();

        (await OwnerAsync(lane)).Should().Be((true, true));
    }

    [Test]
    public async Task What_a_post_throws_is_told_in_what_flows_with_its_request_and_without_a_flow_as_well()
    {
        var request = new AsyncLocal<string?>();
        var told = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        var lane = new ProviderLane(_threads, 10, () => { }, exception => told.Enqueue($"{request.Value}: {exception.Message}"));

        request.Value = "a request";
        lane.Post(_ => throw new InvalidOperationException("first"), null);
        await Eventually.TrueAsync(() => told.Count == 1);
        using (ExecutionContext.SuppressFlow())
            lane.Post(_ => throw new InvalidOperationException("second"), null);
        await Eventually.TrueAsync(() => told.Count == 2);

        told.Should().Equal("a request: first", ": second");
        await Eventually.TrueAsync(() => lane.Threads == 0);
    }

    [Test]
    public async Task The_thread_of_a_post_is_in_no_lane_afterwards()
    {
        using var threads = new ProviderThreads(new PoolRelief(TimeProvider.System, _ => { }), maximum: 1);
        var lane = new ProviderLane(threads, 10, () => { }, exception => throw exception);
        lane.Post(_ => { }, null);
        var seen = new TaskCompletionSource<SynchronizationContext?>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Queue(new Look(seen));

        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeNull();
    }

    [Test]
    public void Whoever_gives_a_thread_back_says_so_and_has_ended_a_piece_of_work()
    {
        var said = 0;
        var lane = new ProviderLane(_threads, 1000, () => said++, exception => throw exception);

        for (var piece = 0; piece < PoolTrust.FirstProof; piece++)
        {
            lane.Trust.IsEarned.Should().BeFalse();
            lane.TryBegin().Should().BeTrue();
            lane.ReturnThread();
            lane.End();
        }

        said.Should().Be(PoolTrust.FirstProof);
        lane.Trust.IsEarned.Should().BeTrue();
    }

    [Test]
    public async Task It_is_empty_when_the_last_call_has_ended_and_at_once_when_there_is_none()
    {
        var lane = New(10);
        lane.WhenEmptyAsync().IsCompleted.Should().BeTrue();

        lane = New(10);
        lane.TryBegin().Should().BeTrue();
        lane.TryBegin().Should().BeTrue();
        var (first, second) = (lane.WhenEmptyAsync(), lane.WhenEmptyAsync());
        lane.End();
        (first.IsCompleted, second.IsCompleted).Should().Be((false, false));
        lane.End();

        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Test]
    public void What_is_sent_runs_at_once_on_the_senders_thread()
    {
        var lane = New(10);
        Thread? thread = null;

        lane.Send(state => thread = (Thread?)state, Thread.CurrentThread);

        thread.Should().BeSameAs(Thread.CurrentThread);
        lane.CreateCopy().Should().BeSameAs(lane);
    }

    [Test]
    public void Posts_may_take_twice_the_threads_that_calls_may_begin_with()
    {
        var lane = New(1000);
        using var held = new ManualResetEventSlim();

        for (var post = 0; post < ProviderLane.MaximumThreads + 5; post++)
            lane.Post(_ => held.Wait(TimeSpan.FromSeconds(60)), null);

        lane.Threads.Should().Be(ProviderLane.MaximumThreads).And.Be(2 * ProviderLane.MaximumBeginnings);
        lane.TryBegin().Should().BeFalse();
        held.Set();
        SpinWait.SpinUntil(() => lane.Threads == 0, TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    [Test]
    public async Task Of_thousands_of_calls_and_posts_at_once_none_is_lost_and_all_places_are_free_again()
    {
        const int count = 20_000;
        var lane = New(7);
        using var all = new CountdownEvent(count);
        var most = 0;

        // Some are begun at once, some wait, some are given up, some go on after an await.
        Parallel.For(0, count, number =>
        {
            if (number % 5 == 0)
            {
                lane.Post(_ => all.Signal(), null);
            }
            else if (number % 5 == 1 && lane.TryBegin())
            {
                Most(lane.Calls);
                lane.ReturnThread();
                lane.Post(
                    _ =>
                    {
                        lane.End();
                        all.Signal();
                    },
                    null);
            }
            else
            {
                var call = new TestCall(lane, () =>
                {
                    Most(lane.Calls);
                    all.Signal();
                });
                lane.Wait(call);
                if (number % 5 == 2 && call.TryGiveUp())
                {
                    lane.Forget();
                    all.Signal();
                }
            }
        });

        await Eventually.TrueAsync(() => all.IsSet);
        await Eventually.TrueAsync(() => lane is { Calls: 0, Threads: 0 });
        most.Should().BeInRange(1, 7);
        await Eventually.TrueAsync(() => _threads.Calls == 0);

        void Most(int calls)
        {
            for (var seen = Volatile.Read(ref most); calls > seen;)
                seen = Interlocked.CompareExchange(ref most, calls, seen);
        }
    }

    private static async Task<(bool IsThreadOfPool, bool IsKnownAsOne)> OwnerAsync(ProviderLane lane)
    {
        var owner = new TaskCompletionSource<(bool, bool)>(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Post(_ => owner.SetResult((Thread.CurrentThread.IsThreadPoolThread, ProviderThread.Current!.IsOfPool)), null);
        return await owner.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private ProviderLane New(int maximumCalls) => new(_threads, maximumCalls, () => { }, exception => throw exception);

    private sealed class Look(TaskCompletionSource<SynchronizationContext?> seen) : IThreadPoolWorkItem
    {
        public void Execute() => seen.SetResult(SynchronizationContext.Current);
    }

    private sealed class TestCall(ProviderLane lane, Action? run = null) : ILaneCall
    {
        private readonly TaskCompletionSource _ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isTaken;

        public bool IsWanted
        {
            get => Volatile.Read(ref _isTaken) == 0;
            set => Volatile.Write(ref _isTaken, value ? 0 : 1);
        }

        public Task Ran => _ran.Task;

        public bool TryGiveUp() => Interlocked.Exchange(ref _isTaken, 1) == 0;

        public void Execute()
        {
            if (TryGiveUp())
            {
                run?.Invoke();
                _ran.SetResult();
            }

            lane.End();
            lane.ReturnThread();
        }
    }
}
