using Pollinate.Host.Dispatch;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Pipeline;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>Whose threads a provider runs on: those of its kind, or, when it has been quick for long enough, the pool's.</summary>
[NonParallelizable]
internal sealed class PoolDispatchTests
{
    private const string OfPool = "the pool";
    private const string OfProviders = "the providers";

    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new() { RequestTime = TimeSpan.FromSeconds(4) };

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [TestCase("thread", PoolTrust.FirstProof)]
    [TestCase("thread_after_await", PoolTrust.FirstProof / 2)]
    public async Task A_provider_runs_on_threads_of_the_providers_until_it_has_been_quick_for_long_enough(string provider, int proof)
    {
        await BuildAsync(provider);

        for (var request = 0; request < proof - 1; request++)
            (await OwnerAsync(provider)).Should().Be(OfProviders, $"it has ended {request} times");

        await EarnAsync(provider);
    }

    [Test]
    public async Task One_that_waits_for_long_now_and_then_stays_on_threads_of_the_providers()
    {
        await BuildAsync("thread");

        for (var request = 0; request < 4 * PoolTrust.FirstProof; request++)
        {
            // Far longer than the overseer's ticks.
            if (request % 100 == 0)
                await OwnerAsync("thread", "short");
            (await OwnerAsync("thread")).Should().Be(OfProviders);
        }
    }

    [TestCase("thread")]
    [TestCase("thread_after_await")]
    public async Task One_that_blocks_on_the_pool_is_left_out_in_the_requests_time_and_runs_on_threads_of_the_providers_again(string provider)
    {
        await BuildAsync(provider);
        await EarnAsync(provider);

        var answer = await _built.RunAsync(Request("block"));

        answer.ToString().Should().Be("""{"first":1}""");
        _built.Log.Lines.Should().ContainSingle(line => line.Text == $"block on a thread of {OfPool}");
        _built.Entry(provider).Lane.Trust.IsEarned.Should().BeFalse();
        _built.Entry(provider).Lane.Threads.Should().Be(1, "it still blocks");
        for (var request = 0; request < PoolTrust.FirstProof; request++)
            (await OwnerAsync(provider)).Should().Be(OfProviders);
    }

    [Test]
    public async Task While_one_blocks_on_the_pool_the_trust_in_the_others_stays()
    {
        await BuildAsync("thread", "thread_after_await");
        await EarnAsync("thread");
        await EarnAsync("thread_after_await");
        _built.Entry("first").Lane.Trust.IsEarned.Should().BeTrue();

        await _built.RunAsync(Request("block"));

        _built.Entry("thread").Lane.Trust.IsEarned.Should().BeFalse();
        _built.Entry("thread_after_await").Lane.Trust.IsEarned.Should().BeFalse();
        _built.Entry("first").Lane.Trust.IsEarned.Should().BeTrue();
    }

    [Test]
    public async Task Its_own_timeout_ends_a_call_that_blocks_on_the_pool()
    {
        _built.RequestTime = null;
        _built.Policies["thread"] = new() { Timeout = 0.5, BreakerThreshold = 0 };
        await BuildAsync("thread");
        await EarnAsync("thread");

        (await _built.RunAsync(Request("block"))).ToString().Should().Be("""{"first":1}""");

        _built.Log.Lines.Should().ContainSingle(line => line.Text == $"block on a thread of {OfPool}");
        _built.Log.Warnings.Should().ContainSingle().Which.Should().Contain("within its timeout of 0.5 s");
    }

    [Test]
    public async Task A_client_that_goes_away_is_noticed_while_a_provider_blocks_on_the_pool()
    {
        _built.RequestTime = null;
        await BuildAsync("thread");
        await EarnAsync("thread");
        using var gone = new CancellationTokenSource();
        var running = _built.RunAsync(Request("block"), gone.Token);
        await Eventually.TrueAsync(() => _built.Log.Lines.Any(line => line.Text == $"block on a thread of {OfPool}"));

        await gone.CancelAsync();

        await running.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        _built.Entry("thread").Lane.Threads.Should().Be(1, "it still blocks");
    }

    private static string Request(string hostname) => $$"""{"project-id":"p1","hostname":"{{hostname}}"}""";

    private async Task BuildAsync(params string[] providers)
    {
        _built.Values[("first", "json")] = "1";
        foreach (var provider in providers)
            _built.Policies.TryAdd(provider, new() { BreakerThreshold = 0 });
        await _built.OfPluginsAsync(["Fixture.Threads"], [.. providers, "first"]);
    }

    /// <summary>Asks until the provider is on a thread of the pool: on a busy machine one call or another may count as slow.</summary>
    private async Task EarnAsync(string provider)
    {
        using var guard = new CancellationTokenSource(BuiltPipeline.Guard);
        while (await OwnerAsync(provider) != OfPool)
            guard.Token.ThrowIfCancellationRequested();
    }

    private async Task<string?> OwnerAsync(string provider, string hostname = "quick") =>
        (await _built.RunAsync(Request(hostname))).GetProperty(provider).GetString();
}
