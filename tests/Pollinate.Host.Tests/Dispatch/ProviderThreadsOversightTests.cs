using System.Diagnostics;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>What the overseer of the providers' threads does about work that waits for one, and about work that keeps one.</summary>
internal sealed class ProviderThreadsOversightTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _gate = new();

    // Not disposed: what was held may only be about to see that it is open.
    [TearDown]
    public void TearDown() => _gate.Set();

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
        await Eventually.TrueAsync(() => Niceness.Of(id) == 19);
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

    private static ProviderThreads New(int maximum = ProviderThreads.Maximum) => new(new PoolRelief(TimeProvider.System, _ => { }), maximum);
}
