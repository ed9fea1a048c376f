using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Tests.Pipeline;

/// <summary>Providers without which no answer may go out.</summary>
internal sealed class RequiredTests
{
    private static readonly ProviderPolicy Required = new() { Required = true };

    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp()
    {
        _built = new() { RequestTime = TimeSpan.FromSeconds(1) };
        _built.Values[("first", "json")] = "1";
    }

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [TestCase("Fixture.Dispatch", "throwing", OutcomeKind.Failed)]
    [TestCase("Fixture.Dispatch", "null_task", OutcomeKind.Failed)]
    [TestCase("Fixture.Output", "output", OutcomeKind.Failed)]
    [TestCase("Fixture.Blocking", "blocking", OutcomeKind.TimedOut)]
    [TestCase("Fixture.NeverEnding", "cancellable", OutcomeKind.TimedOut)]
    public async Task When_it_fails_it_is_missing(string plugin, string provider, OutcomeKind outcome)
    {
        _built.Values[("output", "kind")] = "no UTF-8";
        await BuildAsync(plugin, provider, Required);

        await _built.RunAsync();

        ShouldBeMissing(provider, outcome);
    }

    [Test]
    public async Task When_it_is_given_up_by_its_own_timeout_it_is_missing()
    {
        _built.RequestTime = BuiltPipeline.Guard;
        await BuildAsync("Fixture.NeverEnding", "cancellable", Required with { Timeout = 0.2 });

        await _built.RunAsync();

        ShouldBeMissing("cancellable", OutcomeKind.TimedOut);
    }

    [Test]
    public async Task When_it_is_left_out_after_repeated_failures_it_is_missing()
    {
        await BuildAsync("Fixture.Dispatch", "throwing", Required with { BreakerThreshold = 1, BreakerTime = 3600 });
        await _built.RunAsync();

        await _built.RunAsync();

        ShouldBeMissing("throwing", OutcomeKind.LeftOut);
    }

    [Test]
    public async Task When_it_waits_for_a_place_it_is_missing()
    {
        await BuildAsync("Fixture.NeverEnding", "obstinate", Required with { MaxConcurrency = 1, BreakerThreshold = 0 });
        await _built.RunAsync();

        await _built.RunAsync();

        ShouldBeMissing("obstinate", OutcomeKind.TimedOut);
        _built.Output.Outcomes.Single(one => one.Name == "obstinate").Duration.Should().Be(TimeSpan.Zero, "it did not begin");
    }

    [Test]
    public async Task When_its_turn_does_not_come_it_is_missing()
    {
        _built.RequestTime = TimeSpan.Zero;
        _built.Policies["first"] = Required;
        await _built.OfPluginsAsync(["Fixture.NeverEnding"], "never_ending", "first");

        await _built.RunAsync();

        ShouldBeMissing("first", OutcomeKind.NotBegun);
    }

    [Test]
    public async Task When_it_gives_nothing_for_this_guest_nothing_is_missing()
    {
        _built.Policies["second"] = Required;
        await _built.OfPluginsAsync([], "first", "second");

        await _built.RunAsync();

        _built.Output.Missing.Should().BeEmpty();
    }

    [Test]
    public async Task A_provider_of_which_nothing_is_said_is_not_required()
    {
        new ProviderPolicy().Required.Should().BeFalse();
        await BuildAsync("Fixture.Dispatch", "throwing", new());

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1}""");

        _built.Output.Missing.Should().BeEmpty();
    }

    private Task<BuiltPipeline> BuildAsync(string plugin, string provider, ProviderPolicy policy)
    {
        _built.Policies[provider] = policy;
        return _built.OfPluginsAsync(plugin == "Fixture.Dispatch" ? [] : [plugin], "first", provider);
    }

    private void ShouldBeMissing(string provider, OutcomeKind outcome)
    {
        _built.Output.Missing.Should().Equal(provider);
        _built.Output.Outcomes.Single(one => one.Name == provider).Kind.Should().Be(outcome);
    }
}
