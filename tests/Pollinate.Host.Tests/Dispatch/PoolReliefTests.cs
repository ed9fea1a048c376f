using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>The pool is this process's own: a look at it is answered when it has a thread to spare, by the real clock.</summary>
[NonParallelizable]
internal sealed class PoolReliefTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _minimums = [];
    private readonly ManualResetEventSlim _gate = new();

    // Not disposed: what was held may only be about to see that it is open.
    [TearDown]
    public void TearDown() => _gate.Set();

    [Test]
    public async Task A_pool_that_answers_gets_no_more_threads()
    {
        var relief = New();

        for (var look = 0; look < 20; look++)
        {
            relief.Tick(calls: 10);
            await Eventually.TrueAsync(() => !relief.IsWaiting);
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        _minimums.Should().BeEmpty();
        relief.IsActive.Should().BeFalse();
    }

    [Test]
    public async Task A_pool_that_is_late_gets_more_threads_until_each_call_could_hold_one_and_loses_them_when_it_is_calm()
    {
        var relief = New();
        ThreadPool.GetMinThreads(out var own, out _);
        HoldThePool();

        relief.Tick(calls: 20);
        for (var look = 0; look < 20; look++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(25));
            relief.Tick(calls: 20);
        }

        _minimums.Should().Equal(own + 8, own + 16, own + 24, own + 28);
        relief.IsActive.Should().BeTrue();

        _gate.Set();
        await Eventually.TrueAsync(() => !relief.IsWaiting);
        _time.Advance(TimeSpan.FromSeconds(9));
        relief.Tick(calls: 0);
        await Eventually.TrueAsync(() => !relief.IsWaiting);
        relief.IsActive.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        relief.Tick(calls: 0);
        _minimums.Should().EndWith([own]);
        relief.IsActive.Should().BeFalse();
    }

    [Test]
    public void Whoever_ends_gives_back_what_the_pool_was_given()
    {
        var relief = New();
        ThreadPool.GetMinThreads(out var own, out _);
        HoldThePool();
        relief.Tick(calls: 20);
        _time.Advance(TimeSpan.FromMilliseconds(25));
        relief.Tick(calls: 20);
        relief.IsActive.Should().BeTrue();

        relief.End();

        _minimums.Should().EndWith([own]);
        relief.IsActive.Should().BeFalse();
    }

    [Test]
    public async Task A_thread_that_is_lost_for_good_is_made_up_for_and_is_not_given_back()
    {
        var relief = New();
        ThreadPool.GetMinThreads(out var own, out _);

        relief.Lose();
        relief.Lose();
        relief.Tick(calls: 1);
        relief.Tick(calls: 1);
        _minimums.Should().Equal(own + 2);

        await Eventually.TrueAsync(() => !relief.IsWaiting);
        relief.Lose();
        relief.Tick(calls: 0);
        relief.End();
        _minimums.Should().Equal(own + 2, own + 3);
    }

    [Test]
    public async Task It_is_asked_for_a_sign_of_life_twenty_times_a_second_and_counts_as_late_after_half_of_that()
    {
        var relief = New();
        relief.Tick(calls: 20);
        await Eventually.TrueAsync(() => !relief.IsWaiting);
        HoldThePool();

        _time.Advance(TimeSpan.FromMilliseconds(49));
        relief.Tick(calls: 20);
        relief.IsWaiting.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        relief.Tick(calls: 20);
        relief.IsWaiting.Should().BeTrue();
        _time.Advance(TimeSpan.FromMilliseconds(24));
        relief.Tick(calls: 20);
        _minimums.Should().BeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        relief.Tick(calls: 20);
        _minimums.Should().ContainSingle();
    }

    [TestCase(true, 249), TestCase(false, 24), TestCase(null, 24)]
    public void A_pool_with_all_processors_at_work_has_ten_times_as_long(bool? isAtWork, int milliseconds)
    {
        var relief = new PoolRelief(_time, _minimums.Add, isAtWork is { } answer ? () => answer : null);
        HoldThePool();
        relief.Tick(calls: 20);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        relief.Tick(calls: 20);
        _minimums.Should().BeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        relief.Tick(calls: 20);

        _minimums.Should().ContainSingle();
    }

    [Test]
    public void However_many_calls_there_are_it_gets_so_many_threads_and_no_more()
    {
        var relief = New();
        ThreadPool.GetMinThreads(out var own, out _);
        HoldThePool();
        relief.Tick(calls: 5000);

        for (var look = 0; look < 200; look++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(25));
            relief.Tick(calls: 5000);
        }

        _minimums.Should().HaveCount(PoolRelief.MostAdded / 8).And.EndWith([own + PoolRelief.MostAdded]).And.BeInAscendingOrder();
    }

    [Test]
    public void Whoever_ends_without_having_got_anything_gives_nothing_back()
    {
        New().End();

        _minimums.Should().BeEmpty();
    }

    private PoolRelief New() => new(_time, _minimums.Add);

    /// <summary>Blocks the pool's threads, those included that it adds by and by.</summary>
    private void HoldThePool()
    {
        ThreadPool.GetMinThreads(out var minimum, out _);
        for (var blocked = 0; blocked < (4 * minimum) + 400; blocked++)
            ThreadPool.UnsafeQueueUserWorkItem(static gate => gate.Wait(TimeSpan.FromSeconds(60)), _gate, preferLocal: false);
    }
}
