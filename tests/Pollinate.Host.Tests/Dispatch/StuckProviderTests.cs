using System.Buffers;
using System.Text;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Tests.Pipeline;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>A provider that never gives back what it holds, between two that work, and many requests at once.</summary>
[NonParallelizable]
internal sealed class StuckProviderTests
{
    private const int Clients = 64;

    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new() { RequestTime = TimeSpan.FromSeconds(4) };

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [TestCase("Fixture.Blocking", "blocking")]
    [TestCase("Fixture.Blocking", "blocking_after_await")]
    [TestCase("Fixture.Blocking", "blocking_on_pool")]
    [TestCase("Fixture.Spinning", "spinning")]
    [TestCase("Fixture.Spinning", "spinning_after_await")]
    [TestCase("Fixture.NeverEnding", "never_ending")]
    [TestCase("Fixture.NeverEnding", "obstinate")]
    public async Task A_stuck_provider_costs_the_others_nothing_and_is_back_when_it_works(string plugin, string stuck)
    {
        await BuildAsync(plugin, stuck);

        var answers = await AskManyAsync();

        answers.Should().OnlyContain(answer => answer == """{"first":1,"second":2}""");
        answers.Should().HaveCount(Clients);
        var lane = _built.Entry(stuck).Lane;
        lane.Threads.Should().BeLessThanOrEqualTo(ProviderLane.MaximumThreads);
        lane.Calls.Should().BeInRange(1, Clients);
        _built.Threads.Count.Should().BeLessThan(Clients + 32);

        // It has timed out more than often enough.
        _built.Entry(stuck).Breaker.State.Should().NotBe(BreakerState.Closed);
        (await AskManyAsync()).Should().OnlyContain(answer => answer == """{"first":1,"second":2}""");

        _built.Release();
        await BackAsync(stuck);
        _built.Entry(stuck).Breaker.State.Should().Be(BreakerState.Closed);
    }

    [Test]
    public async Task A_provider_that_blocks_on_code_of_its_own_does_not_lock_itself_up()
    {
        _built.RequestTime = BuiltPipeline.Guard;
        await BuildAsync("Fixture.Blocking", "blocking_on_task");

        var answers = await AskManyAsync();

        answers.Should().OnlyContain(answer => answer == """{"blocking_on_task":1,"first":1,"second":2}""");
    }

    [Test]
    public async Task What_holds_every_place_is_left_out_and_the_queue_for_a_place_does_not_grow()
    {
        _built.RequestTime = TimeSpan.FromSeconds(0.2);
        await BuildAsync("Fixture.NeverEnding", "never_ending", new ProviderPolicy { BreakerThreshold = 0, MaxConcurrency = 2 });

        for (var round = 0; round < 5; round++)
            await AskManyAsync();

        var lane = _built.Entry("never_ending").Lane;
        lane.Calls.Should().Be(2);
        lane.Waiting.Should().BeLessThanOrEqualTo(1, "whom nobody waits for any longer is in no queue");
    }

    private async Task BuildAsync(string plugin, string stuck, ProviderPolicy? policy = null)
    {
        _built.Values[("first", "json")] = "1";
        _built.Values[("second", "json")] = "2";
        _built.Policies[stuck] = policy ?? new() { BreakerTime = 0.5 };
        await _built.OfPluginsAsync([plugin], "first", stuck, "second");
    }

    private async Task<IReadOnlyList<string>> AskManyAsync() =>
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () => Text(await _built.AskAsync()))));

    private async Task BackAsync(string stuck)
    {
        using var guard = new CancellationTokenSource(BuiltPipeline.Guard);
        while (!(await _built.RunAsync()).TryGetProperty(stuck, out _))
            await Task.Delay(50, guard.Token);
    }

    private static string Text(PipelineOutput output)
    {
        var answer = new ArrayBufferWriter<byte>();
        output.WriteAll(answer);
        return Encoding.UTF8.GetString(answer.WrittenSpan);
    }
}
