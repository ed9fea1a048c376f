using System.Diagnostics;
using System.Globalization;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Dispatch;

[Platform("Linux")]
internal sealed class NativeThreadTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Each_thread_has_the_id_that_the_system_gave_it()
    {
        var first = await OnThreadAsync(NativeThread.CurrentId);
        var second = await OnThreadAsync(() => (NativeThread.CurrentId(), File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.Name));

        first.Should().BePositive().And.NotBe(second.Item1);
        second.Name.Should().Be(second.Item1.ToString(CultureInfo.InvariantCulture));
    }

    [Test]
    public async Task The_processor_time_of_a_thread_is_what_it_computes_and_not_what_it_waits() => await OnThreadAsync(() =>
    {
        var id = NativeThread.CurrentId();
        Compute(TimeSpan.FromMilliseconds(20), id);
        var watch = Stopwatch.StartNew();
        var before = NativeThread.ProcessorTime(id);

        using (var never = new ManualResetEventSlim())
            never.Wait(TimeSpan.FromMilliseconds(200));
        var slept = NativeThread.ProcessorTime(id) - before;
        Compute(TimeSpan.FromMilliseconds(50), id);
        var computed = NativeThread.ProcessorTime(id) - before;

        before.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(20)).And.BeLessThan(Guard);
        slept.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThan(TimeSpan.FromMilliseconds(100));
        computed.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(50)).And.BeLessThan(watch.Elapsed);
        return true;
    });

    [Test]
    public void Of_a_thread_that_nobody_knows_nothing_is_said_and_nothing_is_done()
    {
        const int nobody = int.MaxValue;

        NativeThread.ProcessorTime(0).Should().Be(TimeSpan.Zero);
        NativeThread.ProcessorTime(nobody >> 4).Should().Be(TimeSpan.Zero);
        NativeThread.IsBlocked(0).Should().BeFalse();
        NativeThread.IsBlocked(nobody).Should().BeFalse();
        NativeThread.Demote(nobody);
    }

    [Test]
    public async Task One_that_waits_is_blocked_and_one_that_computes_is_not()
    {
        using var gate = new ManualResetEventSlim();
        var id = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = OnThreadAsync(() =>
        {
            id.SetResult(NativeThread.CurrentId());
            return gate.Wait(Guard);
        });

        var waits = await id.Task.WaitAsync(Guard);
        await Eventually.TrueAsync(() => NativeThread.IsBlocked(waits));

        (await OnThreadAsync(() => NativeThread.IsBlocked(NativeThread.CurrentId()))).Should().BeFalse("it asks just now");
        gate.Set();
        (await waiting).Should().BeTrue();
    }

    [Test]
    public async Task The_pool_has_all_processors_when_as_many_of_its_threads_compute()
    {
        using var gate = new ManualResetEventSlim();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var computing = Environment.ProcessorCount;
        for (var thread = 0; thread < Environment.ProcessorCount; thread++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    var watch = Stopwatch.StartNew();
                    while (!gate.IsSet && watch.Elapsed < Guard)
                    {
                        // The time goes by.
                    }

                    if (Interlocked.Decrement(ref computing) == 0)
                        ended.SetResult();
                },
                null);
        }

        var has = await OnThreadAsync(() => SpinWait.SpinUntil(NativeThread.PoolHasAllProcessors, Guard / 2));

        gate.Set();
        has.Should().BeTrue();
        await ended.Task.WaitAsync(Guard);
    }

    [Test]
    public async Task The_lowest_priority_is_given_to_the_thread_that_was_named_and_to_no_other()
    {
        using var gate = new ManualResetEventSlim();
        var id = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var other = OnThreadAsync(() =>
        {
            id.SetResult(NativeThread.CurrentId());
            return gate.Wait(Guard);
        });
        var named = await id.Task.WaitAsync(Guard);

        var caller = await OnThreadAsync(() =>
        {
            var own = NativeThread.CurrentId();
            var before = Niceness.Of(own);
            NativeThread.Demote(0);
            NativeThread.Demote(named);
            return (Before: before, After: Niceness.Of(own));
        });

        Niceness.Of(named).Should().Be(19);
        caller.After.Should().Be(caller.Before);
        gate.Set();
        await other;
    }

    private static void Compute(TimeSpan time, int threadId)
    {
        var until = NativeThread.ProcessorTime(threadId) + time;
        var watch = Stopwatch.StartNew();
        while (NativeThread.ProcessorTime(threadId) < until && watch.Elapsed < Guard)
        {
            // The time goes by.
        }
    }

    /// <summary>On a thread of its own, which ends with it.</summary>
    private static Task<T> OnThreadAsync<T>(Func<T> run) =>
        Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
