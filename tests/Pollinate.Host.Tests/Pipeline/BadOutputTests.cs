namespace Pollinate.Host.Tests.Pipeline;

/// <summary>What a provider gives that can't be used, and other things that are its failure alone.</summary>
internal sealed class BadOutputTests
{
    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp()
    {
        _built = new();
        _built.Values[("first", "json")] = "1";
        _built.Values[("second", "json")] = "2";
    }

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [TestCase("cyclic", "depth")]
    [TestCase("cyclic tree", "cycle")]
    [TestCase("not a number", "cannot be written as valid JSON")]
    [TestCase("no JSON", "JSON")]
    [TestCase("deep", "depth")]
    [TestCase("reserved", "it gave the key cloud-init, which is the daemon's own; what is for cloud-init goes under cloud-config")]
    [TestCase("no UTF-8", "it gave bytes that are no UTF-8")]
    [TestCase("overlong UTF-8", "it gave bytes that are no UTF-8")]
    [TestCase("null", "RunAsync gave null; ProviderResult.Nothing says nothing")]
    public async Task Output_that_can_not_be_used_is_a_failure_of_that_provider_alone(string kind, string reason)
    {
        _built.Values[("output", "kind")] = kind;
        await _built.OfPluginsAsync(["Fixture.Output"], "first", "output", "second");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");

        _built.Log.Warnings.Should().ContainSingle().Which.Should()
            .StartWith("The provider output failed and is left out of the answer: ").And.ContainEquivalentOf(reason);
    }

    [Test]
    public async Task Half_a_surrogate_pair_reaches_the_answer_as_the_character_for_what_is_none()
    {
        _built.Values[("output", "kind")] = "no Unicode";
        await _built.OfPluginsAsync(["Fixture.Output"], "first", "output");

        (await _built.RunAsync()).GetProperty("output").GetProperty("text").GetString().Should().Be("\ufffd");
    }

    [Test]
    public async Task Output_may_have_as_many_bytes_as_max_output_size_says_and_none_more()
    {
        _built.MaximumOutput = 100;
        _built.Values[("output", "kind")] = "size";
        _built.Values[("output", "size")] = 100L;
        await _built.OfPluginsAsync(["Fixture.Output"], "first", "output");
        (await _built.RunAsync()).GetProperty("output").GetString().Should().HaveLength(98);

        _built.Values[("output", "size")] = 101L;
        await using var other = new BuiltPipeline { MaximumOutput = 100 };
        foreach (var (option, value) in _built.Values)
            other.Values[option] = value;
        await other.OfPluginsAsync(["Fixture.Output"], "first", "output");

        (await other.RunAsync()).ToString().Should().Be("""{"first":1}""");
        other.Log.Warnings.Should().ContainSingle().Which.Should()
            .Contain("it gave 101 bytes, which is more than [DEFAULT] max_output_size, 100");
    }

    [Test]
    public async Task What_async_void_throws_is_logged_and_counts_as_a_failure()
    {
        _built.Policies["async_void"] = new() { BreakerThreshold = 1, BreakerTime = 3600 };
        await _built.OfPluginsAsync(["Fixture.AsyncVoid"], "first", "async_void");

        (await _built.RunAsync()).ToString().Should().Be("""{"async_void":1,"first":1}""");

        await Keystone.Eventually.TrueAsync(() => _built.Log.Warnings.Count() == 2);
        _built.Log.Warnings.First().Should().StartWith("The provider async_void failed outside of a call: an async void method of it threw ")
            .And.Contain("thrown by async void");
        (await _built.RunAsync()).ToString().Should().Be("""{"first":1}""", "it is left out");
    }

    [Test]
    public async Task A_callback_that_throws_when_the_call_is_cancelled_is_logged_as_a_failure()
    {
        _built.Policies["throwing_callback"] = new() { Timeout = 0.2, BreakerThreshold = 2, BreakerTime = 3600 };
        await _built.OfPluginsAsync(["Fixture.Cancellation"], "first", "throwing_callback", "second");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");

        await Keystone.Eventually.TrueAsync(() => _built.Log.Warnings.Any(warning =>
            warning.StartsWith("The provider throwing_callback failed outside of a call: a callback that it registered for its cancellation threw", StringComparison.Ordinal) &&
            warning.Contains("thrown by a callback", StringComparison.Ordinal)));
        await Keystone.Eventually.TrueAsync(() => _built.Entry("throwing_callback").Lane.Calls == 0);
        (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");
    }

    [Test]
    public async Task A_callback_that_never_returns_when_the_call_is_cancelled_keeps_the_place_of_the_call()
    {
        _built.Policies["blocking_callback"] = new() { Timeout = 0.2, MaxConcurrency = 2, BreakerThreshold = 0 };
        _built.RequestTime = TimeSpan.FromSeconds(1);
        await _built.OfPluginsAsync(["Fixture.Cancellation"], "first", "blocking_callback", "second");

        for (var request = 0; request < 6; request++)
            (await _built.RunAsync()).ToString().Should().Be("""{"first":1,"second":2}""");

        _built.Entry("blocking_callback").Lane.Calls.Should().Be(2);
        _built.Threads.Count.Should().BeLessThan(12);
        _built.Release();
        await Keystone.Eventually.TrueAsync(() => _built.Entry("blocking_callback").Lane.Calls == 0);
    }

    [Test]
    public async Task A_culture_that_a_provider_sets_reaches_no_other_provider_and_no_line_of_the_log()
    {
        _built.Policies["cancellable"] = new() { Timeout = 0.25 };
        await _built.OfPluginsAsync(["Fixture.ChangesCulture", "Fixture.NeverEnding"], "comma", "half", "cancellable");

        for (var request = 0; request < 3; request++)
            (await _built.RunAsync()).ToString().Should().Be("""{"comma":"1,5","half":"1.5 1.5"}""");

        _built.Log.Warnings.Should().HaveCount(3).And.OnlyContain(warning => warning.Contains("0.25 s", StringComparison.Ordinal));
    }
}
