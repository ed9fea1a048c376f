using System.Diagnostics;
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
    public async Task Nobody_looks_at_the_threads_once_nothing_is_to_be_done_and_somebody_does_again_for_the_next_call()
    {
        using var threads = New();
        for (var round = 0; round < 3; round++)
        {
            using var over = new ManualResetEventSlim();
            var piece = new HeldUp(() => over.Wait(Guard));
            threads.CallBegan();
            threads.IsOverseen.Should().BeTrue();
            threads.Queue(piece);
            await Eventually.TrueAsync(() => piece.IsTold);

            over.Set();
            await Eventually.TrueAsync(() => piece.HasRun);
            threads.CallEnded();

            await Eventually.TrueAsync(() => !threads.IsOverseen);
            await Task.Delay(100);
            threads.IsOverseen.Should().BeFalse("nothing has come meanwhile");
        }
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
    public async Task What_waits_for_a_thread_for_long_is_told_and_so_is_what_keeps_one()
    {
        using var threads = New(maximum: 2);
        using var over = new ManualResetEventSlim();
        var keeping = Enumerable.Range(0, 2).Select(_ => new HeldUp(() => over.Wait(Guard))).ToList();
        var waiting = new HeldUp(() => { });
        threads.CallBegan();
        keeping.ForEach(threads.Queue);
        threads.Queue(waiting);

        await Eventually.TrueAsync(() => waiting.IsTold && keeping.TrueForAll(piece => piece.IsTold));
        waiting.HasRun.Should().BeFalse("there is no thread for it");
        over.Set();

        await Eventually.TrueAsync(() => waiting.HasRun);
        threads.CallEnded();
    }

    [Test]
    public async Task A_piece_that_blocks_costs_its_provider_the_trust_on_whichever_thread()
    {
        using var threads = New();
        using var over = new ManualResetEventSlim();
        var trust = new PoolTrust();
        foreach (var queue in new Action<IThreadPoolWorkItem>[] { threads.Queue, threads.QueueToPool })
        {
            while (!trust.IsEarned)
                trust.Ended();
            threads.CallBegan();
            var blocking = new HeldUp(() => over.Wait(Guard), trust);
            queue(blocking);

            await Eventually.TrueAsync(() => !trust.IsEarned);
            over.Set();
            await Eventually.TrueAsync(() => blocking.HasRun);
            over.Reset();
            threads.CallEnded();
        }
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

    [Test]
    [Platform("Linux")]
    public async Task A_thread_that_computes_for_long_runs_at_the_lowest_priority_and_one_that_waits_does_not()
    {
        using var threads = New();
        var waiting = new TaskCompletionSource<ProviderThread>(TaskCreationOptions.RunContinuationsAsynchronously);
        var computing = new TaskCompletionSource<(ProviderThread Thread, int Id)>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.CallBegan();
        threads.Queue(new Work(() =>
        {
            waiting.SetResult(ProviderThread.Current!);
            _gate.Wait(Guard);
        }));
        threads.Queue(new Work(() =>
        {
            computing.SetResult((ProviderThread.Current!, NativeThread.CurrentId()));
            var watch = Stopwatch.StartNew();
            while (!_gate.IsSet && watch.Elapsed < Guard)
            {
                // The time goes by.
            }
        }));

        var (thread, id) = await computing.Task.WaitAsync(Guard);
        await Eventually.TrueAsync(() => thread.IsDemoted);

        (await waiting.Task.WaitAsync(Guard)).IsDemoted.Should().BeFalse();
        await Eventually.TrueAsync(() => Niceness(id) == 19);
        threads.CallEnded();
    }

    [Test]
    [Platform("Linux")]
    public async Task A_thread_that_was_given_the_lowest_priority_takes_no_further_work()
    {
        using var threads = New();
        using var over = new ManualResetEventSlim();
        var computing = new TaskCompletionSource<ProviderThread>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.CallBegan();
        var work = new Work(() =>
        {
            computing.SetResult(ProviderThread.Current!);
            var watch = Stopwatch.StartNew();
            while (!over.IsSet && watch.Elapsed < Guard)
            {
                // The time goes by.
            }
        });
        threads.Queue(work);
        var thread = await computing.Task.WaitAsync(Guard);
        await Eventually.TrueAsync(() => thread.IsDemoted);
        over.Set();
        await work.Done.WaitAsync(Guard);

        var used = new System.Collections.Concurrent.ConcurrentDictionary<ProviderThread, bool>();
        for (var round = 0; round < 50; round++)
        {
            var pieces = Enumerable.Range(0, 20).Select(_ => new Work(() => used[ProviderThread.Current!] = true)).ToList();
            pieces.ForEach(threads.Queue);
            await Task.WhenAll(pieces.Select(piece => piece.Done)).WaitAsync(Guard);
        }

        used.Keys.Should().NotBeEmpty().And.NotContain(thread);
        threads.CallEnded();
    }

    /// <summary>The 19th field behind the name, of which any character may be a part (proc(5)).</summary>
    private static int Niceness(int threadId)
    {
        var line = File.ReadAllText($"/proc/self/task/{threadId}/stat");
        return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }

    private static ProviderThreads New(int maximum = ProviderThreads.Maximum, TimeSpan? idleTime = null) =>
        new(new PoolRelief(TimeProvider.System, _ => { }), maximum, idleTime);

    private sealed class Work(Action run) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Execute()
        {
            run();
            _done.SetResult();
        }
    }

    private sealed class Signal(CountdownEvent all) : IThreadPoolWorkItem
    {
        public void Execute() => all.Signal();
    }

    private sealed class HeldUp(Action run, PoolTrust? trust = null) : IHeldUp
    {
        private int _told;
        private int _hasRun;

        public PoolTrust? Trust => trust;

        public bool IsTold => Volatile.Read(ref _told) > 0;

        public bool HasRun => Volatile.Read(ref _hasRun) > 0;

        public void Watch() => Interlocked.Increment(ref _told);

        public void Execute()
        {
            run();
            Interlocked.Increment(ref _hasRun);
        }
    }
}
