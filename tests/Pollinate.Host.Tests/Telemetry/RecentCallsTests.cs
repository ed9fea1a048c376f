using Pollinate.Host.Telemetry;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Telemetry;

/// <summary>What is remembered of the last five minutes.</summary>
internal sealed class RecentCallsTests
{
    private readonly TestClock _clock = new();

    [Test]
    public void Half_and_99_of_a_hundred_are_told_within_an_eighth()
    {
        var recent = new RecentCalls(_clock);
        for (var call = 1; call <= 1000; call++)
            recent.Add(TimeSpan.FromMilliseconds(call), isFailure: call % 10 == 0);

        var summary = recent.Summarize();

        summary.Calls.Should().Be(1000);
        summary.Failures.Should().Be(100);
        summary.Median.TotalMilliseconds.Should().BeApproximately(500, 500 / 8.0);
        summary.Slow.TotalMilliseconds.Should().BeApproximately(990, 990 / 8.0);
    }

    [TestCase(0.0), TestCase(0.001), TestCase(0.003), TestCase(0.004), TestCase(0.9), TestCase(17), TestCase(5000), TestCase(60_000)]
    public void A_single_duration_is_told_within_an_eighth_or_half_a_microsecond(double milliseconds)
    {
        var recent = new RecentCalls(_clock);
        recent.Add(TimeSpan.FromMilliseconds(milliseconds), isFailure: false);

        recent.Summarize().Median.TotalMilliseconds.Should().BeApproximately(milliseconds, Math.Max(milliseconds / 8, 0.00051));
    }

    [Test]
    public void What_is_beyond_all_bounds_counts_as_the_longest()
    {
        var recent = new RecentCalls(_clock);
        recent.Add(TimeSpan.FromDays(1), isFailure: true);
        recent.Add(TimeSpan.FromSeconds(-1), isFailure: false);

        recent.Summarize().Slow.Should().BeGreaterThan(TimeSpan.FromMinutes(1));
    }

    [Test]
    public void After_five_minutes_a_call_is_forgotten()
    {
        var recent = new RecentCalls(_clock);
        recent.Add(TimeSpan.FromMilliseconds(1), isFailure: true);

        _clock.Advance(RecentCalls.PeriodLength * (RecentCalls.Periods - 1));
        recent.Summarize().Should().BeEquivalentTo(new { Calls = 1L, Failures = 1L });
        _clock.Advance(RecentCalls.PeriodLength);

        recent.Summarize().Should().BeEquivalentTo(new { Calls = 0L, Failures = 0L, Median = TimeSpan.Zero, Slow = TimeSpan.Zero });
    }

    [Test]
    public void Each_ten_seconds_are_a_point_and_those_without_calls_are_empty()
    {
        var recent = new RecentCalls(_clock);
        recent.Add(TimeSpan.FromMilliseconds(1), isFailure: false);
        _clock.Advance(RecentCalls.PeriodLength * 2);
        recent.Add(TimeSpan.FromMilliseconds(1), isFailure: false);
        recent.Add(TimeSpan.FromMilliseconds(1), isFailure: false);

        recent.Summarize().Points.Select(point => point.Calls).Should().HaveCount(RecentCalls.Periods).And.EndWith([1, 0, 2]).And.StartWith([0, 0]);
    }

    [Test]
    public void A_place_that_comes_round_again_begins_anew()
    {
        var recent = new RecentCalls(_clock);
        recent.Add(TimeSpan.FromMilliseconds(1), isFailure: true);
        _clock.Advance(RecentCalls.PeriodLength * RecentCalls.Periods);
        recent.Add(TimeSpan.FromMilliseconds(1), isFailure: false);

        recent.Summarize().Should().BeEquivalentTo(new { Calls = 1L, Failures = 0L });
    }

    [Test]
    public async Task No_call_is_lost_however_many_threads_there_are()
    {
        var recent = new RecentCalls(_clock);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var call = 0; call < 5000; call++)
                recent.Add(TimeSpan.FromMicroseconds(call), isFailure: true);
        })));

        recent.Summarize().Should().BeEquivalentTo(new { Calls = 40_000L, Failures = 40_000L });
    }
}
