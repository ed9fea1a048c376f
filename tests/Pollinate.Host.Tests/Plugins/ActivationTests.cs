using System.Diagnostics;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>How providers are constructed.</summary>
internal sealed class ActivationTests
{
    private readonly TemporaryFolder _folder = new();
    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new();

    [TearDown]
    public async Task TearDown()
    {
        await _built.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task A_provider_is_constructed_on_a_thread_of_its_own_without_what_flows_in_the_caller()
    {
        using var activity = new Activity("the caller's").Start();
        await _built.OfAsync([BuiltPlugins.Fixtures], ["activation"]);

        (await _built.RunAsync()).ToString().Should().Be(
            """{"activation":{"thread":"start activation","background":true,"pool":false,"activity":null}}""");
        Activity.Current.Should().BeSameAs(activity);
    }

    [Test]
    public async Task A_constructor_that_does_not_return_is_refused_when_its_time_is_up_and_harms_nobody()
    {
        _built.StartTimeout = TimeSpan.FromMilliseconds(300);

        (await RefusedAsync("endless")).Should().Be(
            $"providers: 'Fixture.EndlessConstructor.EndlessProvider' in {Path.Combine(BuiltPlugins.Fixtures, "Fixture.EndlessConstructor", "Fixture.EndlessConstructor.dll")} " +
            "can't be constructed: its constructor did not return in 0.3 s, [DEFAULT] provider_start_timeout; " +
            "let it do its waiting in RunAsync, or take it out of [DEFAULT] providers.");

        _built.StartTimeout = TimeSpan.FromMinutes(1);
        await _built.OfAsync([BuiltPlugins.Fixtures], ["yaml_version"]);
        (await _built.RunAsync()).GetProperty("yaml_version").GetProperty("version").GetString().Should().StartWith("16.");
    }

    [Test]
    public async Task A_constructor_that_returns_too_late_has_its_provider_disposed()
    {
        var until = _folder.Combine("until");
        _built.StartTimeout = TimeSpan.FromMilliseconds(300);
        _built.Values[("endless", "until")] = until;
        await RefusedAsync("endless");

        await File.WriteAllTextAsync(until, "");

        await Eventually.TrueAsync(() => File.Exists(until + ".disposed"));
    }

    [Test]
    public async Task A_constructor_that_returns_in_time_gives_a_provider_however_long_it_takes()
    {
        var until = _folder.Combine("until");
        _built.Values[("endless", "until")] = until;
        var building = _built.OfAsync([BuiltPlugins.Fixtures], ["endless"]);
        building.IsCompleted.Should().BeFalse();

        await File.WriteAllTextAsync(until, "");
        await building;

        _built.Pipeline.Entries.Should().ContainSingle().Which.Name.Should().Be("endless");
        File.Exists(until + ".disposed").Should().BeFalse();
    }

    private async Task<string> RefusedAsync(string entry)
    {
        var attempt = () => _built.OfAsync([BuiltPlugins.Fixtures], [entry]);
        return (await attempt.Should().ThrowAsync<PipelineException>()).Which.Errors.Should().ContainSingle().Subject;
    }
}
