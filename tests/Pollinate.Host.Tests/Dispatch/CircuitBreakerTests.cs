using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Tests.Dispatch;

internal sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Test]
    public void It_opens_after_so_many_failures_one_after_the_other_and_says_so_once()
    {
        var breaker = New(3);

        breaker.Failed(isTrial: false).Should().BeFalse();
        breaker.Failed(isTrial: false).Should().BeFalse();
        breaker.State.Should().Be(BreakerState.Closed);
        breaker.Failed(isTrial: false).Should().BeTrue();
        breaker.Failed(isTrial: false).Should().BeFalse("it is open already");

        breaker.State.Should().Be(BreakerState.Open);
        breaker.TryPass(out _).Should().BeFalse();
    }

    [Test]
    public void A_success_starts_the_count_anew()
    {
        var breaker = New(3);

        for (var round = 0; round < 10; round++)
        {
            breaker.Failed(isTrial: false);
            breaker.Failed(isTrial: false);
            breaker.Succeeded().Should().BeFalse("it was never open");
        }

        breaker.State.Should().Be(BreakerState.Closed);
    }

    [Test]
    public void Without_a_threshold_it_never_opens()
    {
        var breaker = New(0);

        for (var failure = 0; failure < 100; failure++)
            breaker.Failed(isTrial: false).Should().BeFalse();

        breaker.TryPass(out var isTrial).Should().BeTrue();
        isTrial.Should().BeFalse();
    }

    [Test]
    public void After_the_pause_one_call_tries_and_the_others_leave_it_out()
    {
        var breaker = Open();

        _time.Advance(Pause - TimeSpan.FromTicks(1));
        breaker.TryPass(out _).Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        breaker.TryPass(out var isTrial).Should().BeTrue();

        isTrial.Should().BeTrue();
        breaker.State.Should().Be(BreakerState.Trying);
        breaker.TryPass(out var other).Should().BeFalse();
        other.Should().BeFalse();
    }

    [Test]
    public void A_trial_that_succeeds_closes_it()
    {
        var breaker = Trying();

        breaker.Succeeded().Should().BeTrue();

        breaker.State.Should().Be(BreakerState.Closed);
        breaker.Succeeded().Should().BeFalse("that was said");
        breaker.Failed(isTrial: false).Should().BeFalse("the count starts anew");
    }

    [Test]
    public void A_trial_that_fails_leaves_it_open_for_a_whole_pause()
    {
        var breaker = Trying();

        breaker.Failed(isTrial: true).Should().BeFalse("it was open before");

        breaker.State.Should().Be(BreakerState.Open);
        _time.Advance(Pause - TimeSpan.FromTicks(1));
        breaker.TryPass(out _).Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        breaker.TryPass(out _).Should().BeTrue();
    }

    [Test]
    public void Further_failures_do_not_make_the_pause_longer()
    {
        var breaker = Open();

        _time.Advance(Pause - TimeSpan.FromSeconds(1));
        breaker.Failed(isTrial: false).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        breaker.TryPass(out var isTrial).Should().BeTrue();
        isTrial.Should().BeTrue();
    }

    [Test]
    public void One_that_opens_again_after_a_trial_that_succeeded_is_tried_again()
    {
        var breaker = Trying();
        breaker.Succeeded();

        breaker.Failed(isTrial: false).Should().BeFalse();
        breaker.Failed(isTrial: false).Should().BeTrue();
        breaker.State.Should().Be(BreakerState.Open);
        breaker.TryPass(out _).Should().BeFalse();
        _time.Advance(Pause);

        breaker.TryPass(out var isTrial).Should().BeTrue();
        isTrial.Should().BeTrue();
    }

    [Test]
    public void A_threshold_of_one_opens_at_the_first_failure()
    {
        var breaker = New(1);

        breaker.TryPass(out _).Should().BeTrue();
        breaker.Failed(isTrial: false).Should().BeTrue();
        breaker.TryPass(out _).Should().BeFalse();
    }

    [Test]
    public void A_trial_that_told_nothing_lets_the_next_one_try_at_once()
    {
        var breaker = Trying();

        breaker.GaveUpTrial();

        breaker.State.Should().Be(BreakerState.Open);
        breaker.TryPass(out var isTrial).Should().BeTrue();
        isTrial.Should().BeTrue();
    }

    [Test]
    public void Among_many_threads_one_opens_it_and_one_tries()
    {
        for (var round = 0; round < 200; round++)
        {
            var breaker = New(1);
            var opened = 0;
            Parallel.For(0, 8, _ =>
            {
                if (breaker.Failed(isTrial: false))
                    Interlocked.Increment(ref opened);
            });
            _time.Advance(Pause);
            var trials = 0;
            Parallel.For(0, 8, _ =>
            {
                if (breaker.TryPass(out var isTrial) && isTrial)
                    Interlocked.Increment(ref trials);
            });

            opened.Should().Be(1);
            trials.Should().Be(1);
        }
    }

    private CircuitBreaker New(int threshold) => new(threshold, Pause, _time);

    private CircuitBreaker Open()
    {
        var breaker = New(2);
        breaker.Failed(isTrial: false);
        breaker.Failed(isTrial: false);
        return breaker;
    }

    private CircuitBreaker Trying()
    {
        var breaker = Open();
        _time.Advance(Pause);
        breaker.TryPass(out _).Should().BeTrue();
        return breaker;
    }
}
