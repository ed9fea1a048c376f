using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Pipeline;

/// <summary>What becomes of providers that do not end in the time that they or the request have.</summary>
internal sealed class RequestTimeTests
{
    private const string Broken = """{"project-id":"p1","hostname":"broken"}""";

    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp()
    {
        _built = new() { RequestTime = TimeSpan.FromSeconds(2) };
        _built.Values[("first", "json")] = "1";
        _built.Values[("second", "json")] = "2";
    }

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [Test]
    public async Task One_warning_names_those_that_have_not_finished_and_how()
    {
        _built.Policies["obstinate"] = new() { MaxConcurrency = 1, BreakerThreshold = 0 };
        await _built.OfPluginsAsync(["Fixture.NeverEnding", "Fixture.Blocking"], "first", "blocking", "obstinate", "second");
        await _built.RunAsync();
        var earlier = _built.Log.Warnings.Count();

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");

        var warning = _built.Log.Warnings.Skip(earlier).Should().ContainSingle().Subject;
        warning.Should().MatchRegex(
            @"^The 2 s of the request are spent; its answer goes out without blocking \(running for [0-2]\.\d s\), obstinate \(waiting for a place, max_concurrency\)\.$");
    }

    [Test]
    public async Task A_provider_whose_turn_did_not_come_is_named_as_such()
    {
        _built.RequestTime = TimeSpan.Zero;
        await _built.OfPluginsAsync(["Fixture.NeverEnding"], "never_ending", "first");

        await _built.RunAsync();

        _built.Log.Warnings.Should().ContainSingle().Which.Should().Contain("first (its turn did not come)");
        _built.Output.Outcomes.Should().Contain(outcome => outcome.Name == "first" && outcome.Kind == OutcomeKind.NotBegun);
    }

    [Test]
    public async Task A_provider_that_blocks_all_its_threads_is_said_to_do_so()
    {
        _built.Policies["blocking"] = new() { BreakerThreshold = 0 };
        await _built.OfPluginsAsync(["Fixture.Blocking"], "blocking");
        await Task.WhenAll(Enumerable.Range(0, ProviderLane.MaximumBeginnings + 1).Select(_ => _built.AskAsync()));

        _built.Log.Warnings.Should().ContainSingle(warning =>
            warning.Contains("blocking (waiting, since 16 of its calls do not give their threads back)", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_timeout_of_its_own_ends_a_call_and_the_request_goes_on_without_it()
    {
        _built.RequestTime = BuiltPipeline.Guard;
        _built.Policies["cancellable"] = new() { Timeout = 0.3 };
        await _built.OfPluginsAsync(["Fixture.NeverEnding"], "first", "cancellable", "second");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");

        _built.Log.Warnings.Should().Equal("The provider cancellable did not end within its timeout of 0.3 s and is left out of the answer.");
        await Eventually.TrueAsync(() => Said("ended as cancelled") == 1);
        await Eventually.TrueAsync(() => _built.Entry("cancellable").Lane.Calls == 0);
        _built.Output.Outcomes.Single(outcome => outcome.Name == "cancellable").Kind.Should().Be(OutcomeKind.TimedOut);
    }

    [Test]
    public async Task A_timeout_of_its_own_ends_the_very_first_call_although_the_provider_never_gives_its_thread_back()
    {
        _built.RequestTime = null;
        _built.Policies["blocking"] = new() { Timeout = 0.3 };
        await _built.OfPluginsAsync(["Fixture.Blocking"], "first", "blocking", "second");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");

        _built.Log.Warnings.Should().Equal("The provider blocking did not end within its timeout of 0.3 s and is left out of the answer.");
        _built.Entry("blocking").Lane.Threads.Should().Be(1, "it still blocks");
    }

    [Test]
    public async Task A_client_that_goes_away_is_noticed_while_a_provider_blocks_its_thread()
    {
        _built.RequestTime = null;
        await _built.OfPluginsAsync(["Fixture.Threads"], "thread", "first");
        using var gone = new CancellationTokenSource();
        var running = _built.RunAsync("""{"project-id":"p1","hostname":"block"}""", gone.Token);
        await Eventually.TrueAsync(() => Said("block on a thread of the providers") == 1);

        await gone.CancelAsync();

        await running.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        _built.Entry("thread").Lane.Threads.Should().Be(1, "it still blocks");
        _built.Log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task A_request_that_no_thread_is_left_for_is_answered_in_its_time_all_the_same()
    {
        await using var built = new BuiltPipeline { RequestTime = TimeSpan.FromSeconds(2), Threads = new(new PoolRelief(TimeProvider.System, _ => { }), maximum: 4) };
        built.Policies["blocking"] = new() { BreakerThreshold = 0 };
        built.Values[("first", "json")] = "1";
        await built.OfPluginsAsync(["Fixture.Blocking"], "blocking", "first");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => built.AskAsync()));
        built.Entry("blocking").Lane.Threads.Should().Be(4, "all the threads that there are");

        var output = await built.AskAsync();

        output.Outcomes.Should().OnlyContain(outcome => outcome.Kind == OutcomeKind.NotBegun);
        built.Log.Warnings.Should().Contain(warning => warning.Contains("blocking (its turn did not come), first (its turn did not come)", StringComparison.Ordinal));
    }

    [Test]
    public async Task When_the_time_of_the_request_is_spent_its_providers_are_told_to_end()
    {
        await _built.OfPluginsAsync(["Fixture.NeverEnding"], "cancellable");

        await _built.RunAsync();

        await Eventually.TrueAsync(() => Said("ended as cancelled") == 1);
        await Eventually.TrueAsync(() => _built.Entry("cancellable").Lane.Calls == 0);
        _built.Log.Warnings.Should().ContainSingle("what it says once it is cancelled counts for nothing");
    }

    [Test]
    public async Task A_call_that_waited_for_its_place_has_its_own_timeout_from_its_beginning_on()
    {
        _built.RequestTime = BuiltPipeline.Guard;
        _built.Policies["cancellable"] = new() { Timeout = 0.3, MaxConcurrency = 1, BreakerThreshold = 0 };
        await _built.OfPluginsAsync(["Fixture.NeverEnding"], "cancellable");

        await Task.WhenAll(_built.AskAsync(), _built.AskAsync(), _built.AskAsync());

        Said("begun").Should().Be(3);
        await Eventually.TrueAsync(() => Said("ended as cancelled") == 3);
        _built.Log.Warnings.Should().HaveCount(3).And.OnlyContain(warning => warning.Contains("its timeout of 0.3 s", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_lookup_of_a_service_that_hangs_ends_with_the_request()
    {
        var held = new TaskCompletionSource();
        _built.Projects.Gate = held.Task;
        await _built.OfPluginsAsync([], "first", "project_twice", "second");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");

        await Eventually.TrueAsync(() => _built.Entry("project_twice").Lane.Calls == 0);
        held.Task.IsCompleted.Should().BeFalse("the service never answered");
    }

    [Test]
    public async Task A_provider_that_blocks_where_its_lookup_leaves_it_does_not_hold_up_the_end_of_the_request()
    {
        _built.RequestTime = null;
        _built.Projects.Gate = new TaskCompletionSource().Task;
        _built.Policies["blocking_on_lookup"] = new() { Timeout = 0.3 };
        await _built.OfPluginsAsync(["Fixture.Blocking"], "first", "blocking_on_lookup");

        var running = Task.Run(() => _built.RunAsync());

        (await running.WaitAsync(TimeSpan.FromSeconds(40))).ToString().Should().Be("""{"first":1}""");
    }

    [Test]
    public async Task With_quick_providers_each_begins_when_the_one_before_has_ended()
    {
        _built.RequestTime = BuiltPipeline.Guard;
        await _built.OfPluginsAsync([], "order_gamma", "order_alpha", "order_beta");

        for (var request = 0; request < 10; request++)
        {
            var answer = await _built.RunAsync();
            new[] { "order_gamma", "order_alpha", "order_beta" }.Select(name => answer.GetProperty(name).GetInt32())
                .Should().Equal((3 * request) + 1, (3 * request) + 2, (3 * request) + 3);
        }
    }

    [Test]
    public async Task A_provider_that_has_used_up_its_share_holds_up_nobody_and_may_still_finish()
    {
        _built.RequestTime = TimeSpan.FromSeconds(20);
        await _built.OfPluginsAsync(["Fixture.Blocking", "Fixture.Recovering"], "blocking", "recovering");
        var running = _built.RunAsync();

        await Eventually.TrueAsync(() => Said("called") == 1);
        _built.Release();

        (await running).ToString().Should().Be("""{"blocking":1,"recovering":1}""");
        _built.Log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task So_many_calls_as_max_concurrency_says_are_made_at_a_time_and_all_are_answered()
    {
        _built.RequestTime = BuiltPipeline.Guard;
        _built.Policies["concurrency"] = new() { MaxConcurrency = 3 };
        await _built.OfPluginsAsync(["Fixture.Concurrency"], "first", "concurrency");

        var outputs = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _built.AskAsync()));

        outputs.Should().OnlyContain(output => output.Outcomes.All(outcome => outcome.Kind == OutcomeKind.Ok));
        (await _built.RunAsync()).GetProperty("concurrency").GetInt32().Should().Be(3);
    }

    [TestCase("throw")]
    [TestCase("hang")]
    public async Task A_provider_that_fails_repeatedly_is_left_out_for_a_while_and_is_back_when_it_works(string how)
    {
        _built.Values[("recovering", "how")] = how;
        _built.RequestTime = BuiltPipeline.Guard;
        _built.Policies["recovering"] = new() { Timeout = 0.2, BreakerThreshold = 3, BreakerTime = 1.5 };
        await _built.OfPluginsAsync(["Fixture.Recovering"], "first", "recovering");

        for (var request = 0; request < 3; request++)
            await _built.RunAsync(Broken);
        var opened = _built.Log.Lines.Where(line => line.Text.Contains("is left out for 1.5 s", StringComparison.Ordinal));
        opened.Should().ContainSingle();
        for (var request = 0; request < 100; request++)
            (await _built.AskAsync(Broken)).Outcomes[1].Kind.Should().BeOneOf(OutcomeKind.LeftOut, OutcomeKind.Failed, OutcomeKind.TimedOut);
        Said("called").Should().BeLessThan(50, "hardly anybody waits for it while it is left out");

        var works = await UntilAsync("recovering");

        works.GetProperty("first").GetInt32().Should().Be(1);
        _built.Log.Lines.Should().ContainSingle(line => line.Text == "The provider recovering works again.");
        opened.Should().ContainSingle("it is said once");
    }

    [Test]
    public async Task A_client_that_goes_away_cancels_the_call_and_nothing_is_counted_against_the_provider()
    {
        _built.RequestTime = null;
        _built.Policies["cancellable"] = new() { BreakerThreshold = 1 };
        await _built.OfPluginsAsync(["Fixture.NeverEnding"], "cancellable");
        for (var request = 1; request <= 3; request++)
        {
            using var gone = new CancellationTokenSource();
            var running = _built.RunAsync(cancellationToken: gone.Token);
            await Eventually.TrueAsync(() => Said("begun") == request);

            await gone.CancelAsync();

            await running.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
            await Eventually.TrueAsync(() => Said("ended as cancelled") == request);
        }

        _built.Log.Warnings.Should().BeEmpty();
        _built.Entry("cancellable").Breaker.State.Should().Be(BreakerState.Closed);
        await Eventually.TrueAsync(() => _built.Entry("cancellable").Lane.Calls == 0);
    }

    [Test]
    public async Task A_trial_that_nobody_waits_for_lets_the_next_request_try()
    {
        _built.RequestTime = null;
        _built.Values[("recovering", "how")] = "hang";
        _built.Policies["recovering"] = new() { Timeout = 0.2, BreakerThreshold = 1, BreakerTime = 0.2 };
        await _built.OfPluginsAsync(["Fixture.Recovering"], "recovering");
        await _built.RunAsync(Broken);
        _built.Entry("recovering").Breaker.State.Should().Be(BreakerState.Open);

        // Whether the trial has begun by then or not.
        for (var request = 0; request < 50; request++)
        {
            using var gone = new CancellationTokenSource();
            var running = _built.RunAsync(Broken, gone.Token);
            if (request % 2 == 0)
                await Task.Delay(request);
            await gone.CancelAsync();
            await Task.WhenAny(running);
        }

        (await UntilAsync("recovering")).GetProperty("recovering").GetInt32().Should().BePositive();
    }

    [Test]
    public async Task A_trial_that_is_given_up_at_the_moment_it_is_let_pass_lets_the_next_request_try()
    {
        using var gone = new CancellationTokenSource();
        _built.RequestTime = null;
        _built.Time = new ClockOfBreaker(() => gone.Cancel());
        _built.Policies["recovering"] = new() { BreakerThreshold = 1, BreakerTime = 0 };
        // Since the first one awaits something, it is noticed at once that nobody waits.
        await _built.OfPluginsAsync(["Fixture.Recovering"], "Fixture.Dispatch.AlphaOrderProvider", "recovering");
        await _built.RunAsync(Broken);
        ((ClockOfBreaker)_built.Time).IsArmed = true;

        await _built.Awaiting(built => built.RunAsync(Broken, gone.Token)).Should().ThrowAsync<OperationCanceledException>();

        await Eventually.TrueAsync(() => _built.Entry("recovering").Breaker.State == BreakerState.Open);
        (await _built.RunAsync()).TryGetProperty("recovering", out _).Should().BeTrue();
    }

    private int Said(string text) => _built.Log.Lines.Count(line => line.Text == text);

    private async Task<System.Text.Json.JsonElement> UntilAsync(string provider)
    {
        using var guard = new CancellationTokenSource(BuiltPipeline.Guard);
        while (true)
        {
            var answer = await _built.RunAsync();
            if (answer.TryGetProperty(provider, out _))
                return answer;
            await Task.Delay(20, guard.Token);
        }
    }

    /// <summary>Does something the first time that a breaker looks whether its pause is over.</summary>
    private sealed class ClockOfBreaker(Action look) : TimeProvider
    {
        public bool IsArmed { get; set; }

        public override long GetTimestamp()
        {
            if (IsArmed && Environment.StackTrace.Contains(nameof(CircuitBreaker.TryPass), StringComparison.Ordinal))
            {
                IsArmed = false;
                look();
            }

            return base.GetTimestamp();
        }
    }
}
