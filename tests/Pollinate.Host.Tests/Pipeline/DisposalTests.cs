using Pollinate.Host.Pipeline;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Pipeline;

/// <summary>A pipeline that goes away while something of it does not end.</summary>
internal sealed class DisposalTests
{
    private readonly TimersOfTests _time = new();
    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new() { Time = _time };

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [Test]
    public async Task A_provider_whose_disposal_does_not_end_is_named_and_the_others_are_disposed()
    {
        await _built.OfPluginsAsync(["Fixture.SlowDispose"], "quick_dispose", "slow_dispose");

        var disposing = Task.Run(async () => await _built.Pipeline.DisposeAsync());
        await _time.FireAsync(ProviderPipeline.DisposeTime);

        await disposing.WaitAsync(BuiltPipeline.Guard);
        _built.Log.Warnings.Should().ContainSingle()
            .Which.Should().Be("The disposal of the provider slow_dispose did not end within 10 s; it goes on by itself, and its plugin stays in memory until then.");
        _built.Log.Lines.Should().ContainSingle(line => line.Text == "disposed").Which.Category.Should().Be("provider.quick_dispose");
    }

    [Test]
    public async Task A_call_that_is_under_way_is_cancelled_and_ends_before_its_provider_is_disposed()
    {
        await _built.OfPluginsAsync(["Fixture.NeverEnding", "Fixture.SlowDispose"], "quick_dispose", "cancellable");
        var running = _built.AskAsync();
        await Eventually.TrueAsync(() => Said("begun") == 1);

        await _built.Pipeline.DisposeAsync().AsTask().WaitAsync(BuiltPipeline.Guard);

        _built.Log.Lines.Select(line => line.Text).Where(text => text is "ended as cancelled" or "disposed")
            .Should().Equal("ended as cancelled", "disposed");
        (await running).Outcomes.Should().Contain(outcome => outcome.Name == "cancellable" && outcome.Kind == OutcomeKind.TimedOut);
        _built.Log.Warnings.Should().ContainSingle().Which.Should()
            .MatchRegex(@"^The providers go away while a request is under way; its answer goes out without cancellable \(running for \d+\.\d s\)\.$");
    }

    [Test]
    public async Task Calls_that_never_end_are_counted_in_a_warning_and_keep_nobody_from_going_on()
    {
        _built.RequestTime = TimeSpan.FromSeconds(0.3);
        await _built.OfPluginsAsync(["Fixture.NeverEnding"], "obstinate");
        await Task.WhenAll(_built.AskAsync(), _built.AskAsync(), _built.AskAsync());

        var disposing = Task.Run(async () => await _built.Pipeline.DisposeAsync());
        await _time.FireAsync(ProviderPipeline.DisposeTime);

        await disposing.WaitAsync(BuiltPipeline.Guard);
        _built.Log.Warnings.Should().ContainSingle(warning =>
            warning == "3 calls of the provider obstinate did not end although they were cancelled; the provider is disposed all the same.");
    }

    private int Said(string text) => _built.Log.Lines.Count(line => line.Text == text);

    /// <summary>The system's clock, but for timers of a certain length, which a test fires.</summary>
    private sealed class TimersOfTests : TimeProvider
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<(TimeSpan Due, Action Fire)> _timers = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.FromSeconds(5))
                _timers.Enqueue((dueTime, () => callback(state)));
            return base.CreateTimer(callback, state, dueTime, period);
        }

        /// <summary>Fires the next timer of about this length as soon as it is there.</summary>
        public async Task FireAsync(TimeSpan length)
        {
            await Eventually.TrueAsync(() =>
            {
                while (_timers.TryDequeue(out var timer))
                {
                    if (timer.Due > length - TimeSpan.FromSeconds(5) && timer.Due <= length)
                    {
                        timer.Fire();
                        return true;
                    }
                }

                return false;
            });
        }
    }
}
