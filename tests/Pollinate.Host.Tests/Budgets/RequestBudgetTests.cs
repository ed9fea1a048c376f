using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Budgets;

namespace Pollinate.Host.Tests.Budgets;

internal sealed class RequestBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void What_is_left_of_it_shrinks_to_nothing_and_no_further()
    {
        using var budget = new RequestBudget(TimeSpan.FromSeconds(4), _time, CancellationToken.None);

        budget.Left.Should().Be(TimeSpan.FromSeconds(4));
        _time.Advance(TimeSpan.FromSeconds(3));
        budget.Left.Should().Be(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(3));
        budget.Left.Should().Be(TimeSpan.Zero);
    }

    [Test]
    public void Its_token_is_cancelled_when_it_is_spent_whenever_it_was_asked_for()
    {
        using var budget = new RequestBudget(TimeSpan.FromSeconds(4), _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(3));
        var token = budget.Token;
        budget.Token.Should().Be(token);

        _time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        token.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public void Without_a_length_it_ends_with_the_request_alone()
    {
        var budget = new RequestBudget(null, _time, CancellationToken.None);
        var token = budget.Token;
        _time.Advance(TimeSpan.FromDays(10));

        (budget.Left, token.IsCancellationRequested).Should().Be((null, false));
        budget.Dispose();
        token.IsCancellationRequested.Should().BeTrue();
        budget.Token.IsCancellationRequested.Should().BeTrue("what is started late ends at once");
    }

    [Test]
    public async Task Its_token_is_cancelled_when_nobody_waits_any_longer()
    {
        using var gone = new CancellationTokenSource();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(4), _time, gone.Token);
        var token = budget.Token;

        await gone.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(5));

        token.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public void Whoever_asks_at_the_same_time_gets_the_same_token_and_it_ends_without_an_error()
    {
        for (var round = 0; round < 2000; round++)
        {
            using var gone = new CancellationTokenSource();
            using var budget = new RequestBudget(TimeSpan.FromSeconds(4), _time, gone.Token);
            var tokens = new CancellationToken[4];
            Parallel.For(0, tokens.Length, index => tokens[index] = budget.Token);

            tokens.Distinct().Should().ContainSingle();
            // Throws what any callback throws.
            gone.Cancel();
            tokens[0].IsCancellationRequested.Should().BeTrue();
        }
    }

    [Test]
    public async Task Whatever_listens_to_its_token_can_not_hold_up_the_end_of_the_request()
    {
        using var gate = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var budget = new RequestBudget(null, _time, CancellationToken.None);
        budget.Token.UnsafeRegister(
            _ =>
            {
                gate.Wait(TimeSpan.FromSeconds(60));
                done.Set();
            },
            null);

        await Task.Run(budget.Dispose).WaitAsync(TimeSpan.FromSeconds(30));

        budget.Token.IsCancellationRequested.Should().BeTrue();
        gate.Set();
        done.Wait(TimeSpan.FromSeconds(60)).Should().BeTrue();
    }
}
