using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Dispatch;

internal sealed class ProviderThreadTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public Task Each_piece_of_work_is_timed_from_when_it_is_first_looked_at() => OnThreadAsync(() =>
    {
        var thread = ProviderThread.Adopt();
        var (first, second) = (new Piece(), new Piece());

        thread.Look(_time).Should().Be((null, TimeSpan.Zero, TimeSpan.Zero), "it has nothing to do");
        thread.BeginWork(first);
        _time.Advance(TimeSpan.FromSeconds(5));
        var (item, since, computed) = thread.Look(_time);
        (item, since, computed).Should().Be((first, TimeSpan.Zero, TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(5));
        thread.Look(_time).Since.Should().Be(TimeSpan.FromSeconds(5));

        thread.EndWork();
        thread.Look(_time).Should().Be((null, TimeSpan.Zero, TimeSpan.Zero));
        thread.BeginWork(second);
        (item, since, computed) = thread.Look(_time);
        (item, since, computed).Should().Be((second, TimeSpan.Zero, TimeSpan.Zero));
    });

    [Test]
    [Platform("Linux")]
    public Task What_it_has_computed_at_its_piece_of_work_is_told_and_nothing_of_the_piece_before() => OnThreadAsync(() =>
    {
        var thread = ProviderThread.Adopt();
        thread.BeginWork(new Piece());
        thread.Look(_time);
        var watch = Stopwatch.StartNew();
        while (thread.Look(_time).Computed < TimeSpan.FromMilliseconds(30) && watch.Elapsed < Guard)
        {
            // The time goes by.
        }

        thread.Look(_time).Computed.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(30)).And.BeLessThanOrEqualTo(watch.Elapsed);
        thread.EndWork();
        thread.BeginWork(new Piece());
        thread.Look(_time).Computed.Should().Be(TimeSpan.Zero);
    });

    [Test]
    public Task A_thread_of_the_providers_is_none_of_the_pools() => OnThreadAsync(() =>
    {
        ProviderThread.Current.Should().BeNull();

        var thread = ProviderThread.Adopt();

        ProviderThread.Current.Should().BeSameAs(thread);
        thread.IsOfPool.Should().BeFalse();
        thread.IsDemoted.Should().BeFalse();
        ProviderThread.OfPoolAlive.Should().NotContain(thread);
    });

    [Test]
    public async Task A_thread_of_the_pools_is_known_as_long_as_it_lives()
    {
        ProviderThread? thread = null;
        await OnThreadAsync(() =>
        {
            thread = ProviderThread.OfPool();
            ProviderThread.OfPool().Should().BeSameAs(thread);
            ProviderThread.Current.Should().BeSameAs(thread);
            thread.IsOfPool.Should().BeTrue();
            ProviderThread.OfPoolAlive.Should().Contain(thread);
        });

        await Eventually.TrueAsync(() => !ProviderThread.OfPoolAlive.Contains(thread));
    }

    [Test]
    public async Task A_thread_of_the_pools_that_was_given_the_lowest_priority_hands_its_work_on_and_never_serves_again()
    {
        var minimums = new List<int>();
        var relief = new PoolRelief(_time, minimums.Add);
        using var threads = new ProviderThreads(relief);
        var work = new Piece();
        var thread = OnThreadAsync(() =>
        {
            ProviderThread.OfPool().Demote();
            new PoolPiece(threads, work).Execute();
        });

        await work.Ran.WaitAsync(Guard);
        work.Thread.Should().NotBeNull();
        work.Thread!.IsOfPool.Should().BeTrue();
        work.Thread.IsDemoted.Should().BeFalse();
        threads.CallBegan();
        await Eventually.TrueAsync(() => minimums.Count > 0);
        threads.CallEnded();
        thread.IsCompleted.Should().BeFalse("it is kept");

        threads.Dispose();
        await thread.WaitAsync(Guard);
    }

    /// <summary>On a thread of its own, which ends with it.</summary>
    private static Task OnThreadAsync(Action run)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                run();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }) { IsBackground = true }.Start();
        return done.Task;
    }

    private sealed class Piece : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _ran = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ran => _ran.Task;

        public ProviderThread? Thread { get; private set; }

        public void Execute()
        {
            Thread = ProviderThread.Current;
            _ran.SetResult();
        }
    }
}
