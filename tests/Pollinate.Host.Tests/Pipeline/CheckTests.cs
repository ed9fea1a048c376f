using System.Runtime.CompilerServices;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Tests.Hosting;

namespace Pollinate.Host.Tests.Pipeline;

/// <summary>Providers that check themselves before they serve.</summary>
internal sealed class CheckTests
{
    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new() { StartTimeout = BuiltPipeline.Guard };

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [Test]
    public async Task A_provider_that_finds_nothing_wrong_serves()
    {
        await _built.OfPluginsAsync(["Fixture.Checking"], "checks_fine");

        (await _built.RunAsync()).ToString().Should().Be("""{"checks_fine":1}""");
    }

    [TestCase("checks_throwing", "says that it can't work: Fixture.Checking.CheckException: set checks_throwing.key to a key.")]
    [TestCase("checks_impatient", "says that it can't work: System.TimeoutException: the licence server did not answer.")]
    [TestCase("checks_null", "says that it can't work: System.InvalidOperationException: CheckAsync returned null instead of a task.")]
    public async Task A_provider_that_says_it_can_not_work_is_refused_with_what_it_says(string provider, string reason) =>
        (await RefusedAsync(provider, "checks_fine")).Should().StartWith("providers: 'Fixture.Checking.").And.EndWith("Fixture.Checking.dll " + reason);

    [TestCase("checks_endless", "Fixture.Checking.EndlessProvider")]
    [TestCase("checks_waiting", "Fixture.Checking.WaitingProvider")]
    [TestCase("checks_callback", "Fixture.Checking.CallbackProvider")]
    public async Task A_provider_whose_check_does_not_end_is_refused_when_its_time_is_over(string provider, string type)
    {
        _built.StartTimeout = TimeSpan.FromSeconds(0.5);

        (await RefusedAsync(provider)).Should().StartWith($"providers: '{type}' in ")
            .And.EndWith("did not end its check within [DEFAULT] provider_start_timeout, 0.5 s; ask its author why, or give it longer.");
    }

    [Test]
    public async Task A_daemon_whose_provider_says_that_it_can_not_work_does_not_start_and_says_which_and_why()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync(
            """
            [DEFAULT]
            auth_strategy = noauth
            provider_start_timeout = 0.5
            providers = checks_fine, checks_throwing, checks_waiting
            """,
            "Fixture.Checking");

        code.Should().Be(1);
        errors.Should().HaveCount(2);
        errors[0].Should().Contain("'Fixture.Checking.ThrowingProvider'").And.EndWith("set checks_throwing.key to a key.");
        errors[1].Should().Contain("'Fixture.Checking.WaitingProvider'").And.Contain("[DEFAULT] provider_start_timeout, 0.5 s");
    }

    [Test]
    public async Task Of_what_a_check_throws_the_text_is_kept_and_nothing_else()
    {
        var (exception, error) = await CaughtAsync();

        error.Should().Contain("set checks_throwing.key to a key");
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
            inner.GetType().Assembly.Should().BeSameAs(typeof(PipelineException).Assembly);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<(Exception Exception, string Error)> CaughtAsync()
    {
        var exception = (await _built.Awaiting(built => built.OfPluginsAsync(["Fixture.Checking"], "checks_throwing"))
            .Should().ThrowAsync<PipelineException>()).Which;
        return (exception, exception.Errors.Single());
    }

    private async Task<string> RefusedAsync(params string[] entries)
    {
        var refusal = await _built.Awaiting(built => built.OfPluginsAsync(["Fixture.Checking"], entries).WaitAsync(BuiltPipeline.Guard))
            .Should().ThrowAsync<PipelineException>();
        return refusal.Which.Errors.Should().ContainSingle().Subject;
    }
}
