using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Dispatch;

internal sealed class ProviderThreadsTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _gate = new();

    // Not disposed: what was held may only be about to see that it is open.
    [TearDown]
    public void TearDown() => _gate.Set();

    [Test]
    public async Task Blocked_threads_do_not_keep_others_from_being_run()
    {
        using var threads = New();
        for (var blocked = 0; blocked < 100; blocked++)
            threads.Queue(new Work(() => _gate.Wait(Guard)));
        var free = new Work(() => { });

        threads.Queue(free);

        await free.Done.WaitAsync(Guard);
        threads.Count.Should().BeGreaterThan(100);
        _gate.Set();
    }

    [Test]
    public async Task There_are_never_more_than_the_most_and_what_waits_runs_as_soon_as_one_is_free()
    {
        using var threads = New(maximum: 10);
        var blocked = Enumerable.Range(0, 50).Select(_ => new Work(() => _gate.Wait(Guard))).ToList();
        blocked.ForEach(threads.Queue);
        await Eventually.TrueAsync(() => threads.Count == 10);
        await Task.Delay(100);

        threads.Count.Should().Be(10);
        _gate.Set();

        await Task.WhenAll(blocked.Select(work => work.Done)).WaitAsync(Guard);
    }

    [Test]
    public async Task Those_that_are_not_needed_any_longer_end()
    {
        using var threads = New(idleTime: TimeSpan.FromMilliseconds(100));
        var blocked = Enumerable.Range(0, 30).Select(_ => new Work(() => _gate.Wait(Guard))).ToList();
        blocked.ForEach(threads.Queue);
        await Eventually.TrueAsync(() => threads.Count >= 30);

        _gate.Set();

        await Eventually.TrueAsync(() => threads.Count <= Math.Max(2, Environment.ProcessorCount));
        var later = new Work(() => { });
        threads.Queue(later);
        await later.Done.WaitAsync(Guard);
    }

    [Test]
    public async Task Those_that_the_work_does_not_need_end_while_it_goes_on()
    {
        using var threads = New(idleTime: TimeSpan.FromSeconds(1));
        var blocked = Enumerable.Range(0, 60).Select(_ => new Work(() => _gate.Wait(Guard))).ToList();
        blocked.ForEach(threads.Queue);
        await Eventually.TrueAsync(() => threads.Count >= 60);

        _gate.Set();

        // Enough to wake each of them several times a second, in turn.
        await Eventually.TrueAsync(() =>
        {
            threads.Queue(new Work(() => { }));
            return threads.Count < 20;
        });
    }

    [Test]
    public async Task Of_many_small_pieces_of_work_none_is_lost_while_threads_come_and_go()
    {
        using var threads = New(idleTime: TimeSpan.FromMilliseconds(1));
        for (var round = 0; round < 100; round++)
        {
            var work = Enumerable.Range(0, 50).Select(_ => new Work(() => { })).ToList();
            Parallel.ForEach(work, threads.Queue);
            await Task.WhenAll(work.Select(piece => piece.Done)).WaitAsync(Guard);
            await Task.Delay(1);
        }
    }

    [Test]
    public async Task Of_what_many_producers_queue_without_a_pause_none_is_lost_and_none_waits_for_ever()
    {
        const int producers = 4, pieces = 25_000;
        using var threads = New(idleTime: TimeSpan.FromMilliseconds(1));
        using var all = new CountdownEvent(producers * pieces);
        var work = new Signal(all);

        await Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(async () =>
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                threads.Queue(work);
                // Longer than a thread stays that has nothing to do, and for each producer at another time.
                if (piece % 500 == producer * 100)
                    await Task.Delay(2);
            }
        }))).WaitAsync(Guard);

        await Eventually.TrueAsync(() => all.IsSet);
        await Eventually.TrueAsync(() => threads.Count <= Math.Max(2, Environment.ProcessorCount));
    }

    [Test]
    public async Task A_single_piece_of_work_is_run_however_often_the_threads_have_just_gone_to_sleep()
    {
        using var threads = New(idleTime: TimeSpan.FromMilliseconds(1));
        for (var time = 0; time < 5000; time++)
        {
            // No overseer helps: no call is under way, and each piece is queued when the one before has just ended.
            var work = new Work(() => { });
            threads.Queue(work);
            await work.Done.WaitAsync(Guard);
        }
    }

    [Test]
    public async Task All_threads_end_with_the_whole()
    {
        var threads = New(idleTime: TimeSpan.FromHours(1));
        var work = Enumerable.Range(0, 20).Select(_ => new Work(() => { })).ToList();
        work.ForEach(threads.Queue);
        await Task.WhenAll(work.Select(piece => piece.Done)).WaitAsync(Guard);
        threads.Count.Should().BePositive();

        threads.Dispose();

        await Eventually.TrueAsync(() => threads.Count == 0);
    }

    [Test]
    public async Task The_same_threads_serve_one_piece_of_work_after_the_other()
    {
        using var threads = New(idleTime: TimeSpan.FromHours(1));
        var used = new System.Collections.Concurrent.ConcurrentDictionary<ProviderThread, bool>();
        for (var time = 0; time < 500; time++)
        {
            var work = new Work(() => used[ProviderThread.Current!] = true);
            threads.Queue(work);
            await work.Done.WaitAsync(Guard);
        }

        // A machine that is slow for a tick may have some added.
        used.Should().HaveCountLessThan(100);
    }

    [Test]
    public async Task Threads_of_the_providers_have_their_name_and_do_not_keep_the_process()
    {
        using var threads = New();
        var thread = new TaskCompletionSource<(string? Name, bool IsBackground)>(TaskCreationOptions.RunContinuationsAsynchronously);

        threads.Queue(new Work(() => thread.SetResult((Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground))));

        (await thread.Task.WaitAsync(Guard)).Should().Be(("provider", true));
    }

    [Test]
    public async Task Code_that_is_no_call_is_waited_for_and_what_it_throws_reaches_the_caller()
    {
        using var threads = New();
        var thread = "";

        await threads.RunAsync(
            () =>
            {
                thread = Thread.CurrentThread.Name;
                return Task.Delay(1);
            },
            Guard,
            TimeProvider.System);

        thread.Should().Be("provider");
        await threads.Invoking(all => all.RunAsync(() => throw new InvalidOperationException("thrown on purpose"), Guard, TimeProvider.System))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("thrown on purpose");
    }

    [Test]
    public async Task Code_that_is_no_call_runs_in_the_invariant_culture_whatever_another_left_on_the_thread()
    {
        using var threads = New(maximum: 1);
        var left = new Work(() => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("de-DE"));
        threads.Queue(left);
        await left.Done.WaitAsync(Guard);
        CultureInfo? culture = null, language = null;

        await threads.RunAsync(
            () =>
            {
                (culture, language) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
                return Task.CompletedTask;
            },
            Guard,
            TimeProvider.System);

        (culture, language).Should().Be((CultureInfo.InvariantCulture, CultureInfo.InvariantCulture));
    }

    [Test]
    public async Task Without_a_limit_code_that_is_no_call_is_waited_for_to_its_end()
    {
        using var threads = New();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var waiting = threads.RunAsync(() => end.Task, patience: null, new FakeTimeProvider());

        await Task.Delay(20);
        waiting.IsCompleted.Should().BeFalse();
        end.SetResult();
        await waiting.WaitAsync(Guard);
    }

    [Test]
    public void Calls_are_counted_from_their_beginning_to_their_end()
    {
        using var threads = New();

        threads.CallBegan();
        threads.CallBegan();
        threads.Calls.Should().Be(2);
        threads.CallEnded();
        threads.Calls.Should().Be(1);
        threads.CallEnded();
        threads.Calls.Should().Be(0);
    }

    [Test]
    public async Task Code_that_does_not_return_is_waited_for_as_long_as_was_said()
    {
        using var threads = New();
        var time = new FakeTimeProvider();

        var waiting = threads.RunAsync(
            () =>
            {
                _gate.Wait(Guard);
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(10),
            time);

        time.Advance(TimeSpan.FromSeconds(9));
        waiting.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        await waiting.Awaiting(task => task.WaitAsync(Guard)).Should().ThrowAsync<TimeoutException>();
    }

    private static ProviderThreads New(int maximum = ProviderThreads.Maximum, TimeSpan? idleTime = null) =>
        new(new PoolRelief(TimeProvider.System, _ => { }), maximum, idleTime);

    private sealed class Signal(CountdownEvent all) : IThreadPoolWorkItem
    {
        public void Execute() => all.Signal();
    }
}
