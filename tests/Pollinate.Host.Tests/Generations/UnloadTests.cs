using Microsoft.Extensions.Logging;
using Pollinate.Host.Generations;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Generations;

internal sealed class UnloadTests
{
    [Test]
    public async Task A_clean_plugin_is_out_of_memory_after_each_of_fifty_reloads()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        for (var reload = 1; reload <= 50; reload++)
        {
            daemon.Plugins.CopyOver((reload % 2) + 1);
            await daemon.ReloadAsync();
            (await daemon.VersionAsync()).Should().Be((reload % 2) + 1);
        }

        await Eventually.TrueAsync(() => InMemory(daemon) == 1 && daemon.Copies.Count == 1);
        daemon.Log.Should().NotContain("still in memory");
    }

    [Test]
    public async Task A_plugin_that_a_cache_of_the_framework_holds_is_out_of_memory_after_the_sweep()
    {
        await using var generations = new ReplacedGenerations("Fixture.ReflectionJson", "reflection_json");
        for (var times = 1; times <= 5; times++)
            await generations.MakeAndRetireAsync();

        await generations.RetiredAsync(5);
        await generations.AdvanceUntilAsync(() => generations.Unloads.Watched == 0);

        generations.Unloads.Alive.Should().Be(0);
        generations.Log.Warnings.Should().BeEmpty();
    }

    [Test]
    public void The_framework_has_caches_to_empty() => FrameworkCaches.Clear().Should().BePositive();

    [Test]
    public async Task A_plugin_that_stays_in_memory_is_named_after_a_minute_with_what_to_look_for_and_again_when_it_goes()
    {
        using var folder = new Support.TemporaryFolder();
        var until = folder.Combine("until");
        await using var generations = new ReplacedGenerations(
            "Fixture.StaticEvent", "static_event", $"[static_event]\nuntil = {until}");
        await generations.MakeAndRetireAsync();
        await generations.RetiredAsync(1);

        await generations.AdvanceUntilAsync(() => generations.Log.Warnings.Any());

        generations.Log.Warnings.Should().ContainSingle().Which.Should()
            .MatchRegex(@"^The plugin Fixture\.StaticEvent \S+ \(\w{8}\) of generation 1 is still in memory \d\d s after its unload; look in it for handlers of static events");
        generations.Unloads.Alive.Should().Be(1);
        await generations.AdvanceUntilAsync(() => generations.Unloads.Watched == 1);

        await File.WriteAllTextAsync(until, "");
        await generations.AdvanceUntilAsync(() => generations.Unloads.Watched == 0);

        generations.Log.Warnings.Should().ContainSingle("it is said once");
        generations.Log.Lines.Should().ContainSingle(line => line.Text.Contains("has gone out of memory after all", StringComparison.Ordinal))
            .Which.Level.Should().Be(LogLevel.Information);
    }

    [Test]
    public async Task Many_copies_of_a_plugin_that_stay_are_an_error_and_no_reload_is_refused_for_it()
    {
        using var folder = new Support.TemporaryFolder();
        var until = folder.Combine("until");
        await using var generations = new ReplacedGenerations(
            "Fixture.StaticEvent", "static_event", $"[static_event]\nuntil = {until}");
        for (var times = 1; times <= UnloadWatch.Many + 1; times++)
            await generations.MakeAndRetireAsync();
        await generations.RetiredAsync(UnloadWatch.Many + 1);

        await generations.AdvanceUntilAsync(() => generations.Log.Lines.Count(line => line.Level == LogLevel.Error) == 2);

        generations.Log.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Text).Should().Equal(
            "5 unloaded copies of the plugin Fixture.StaticEvent are in memory, and each reload adds one; restart the daemon to be rid of them, and have the plugin mended.",
            "6 unloaded copies of the plugin Fixture.StaticEvent are in memory, and each reload adds one; restart the daemon to be rid of them, and have the plugin mended.");
        await File.WriteAllTextAsync(until, "");
    }

    [Test]
    public async Task A_provider_that_never_ends_its_disposal_does_not_keep_its_generation()
    {
        await using var generations = new ReplacedGenerations("Fixture.EndlessDispose", "endless_dispose");
        await generations.MakeAndRetireAsync();

        await generations.RetiredAsync(1);

        generations.Log.Warnings.Should().Contain(warning => warning.Contains("generation 1 were not disposed within 10 s", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_request_that_never_ends_does_not_keep_its_generation_and_is_counted()
    {
        await using var generations = new ReplacedGenerations("Fixture.Dispatch", "echo");
        var generation = await generations.MakeAsync();
        generation.TryEnter().Should().BeTrue();
        generation.RequestsInside.Should().Be(1);

        generations.Retire(generation);
        await generations.RetiredAsync(1);

        generations.Log.Warnings.Should().ContainSingle().Which.Should().Contain("Generation 1 is ended although 1 of its requests are still under way");
        generation.TryEnter().Should().BeTrue("the last request has not left: whoever finds it may still enter");
        generation.Leave();
        generation.Leave();
        generation.TryEnter().Should().BeFalse();
    }

    [Test]
    public async Task What_a_failed_attempt_leaves_in_memory_is_found_and_watched()
    {
        await using var generations = new ReplacedGenerations("Fixture.VersionOne", "Fixture.Versions.VersionProvider");
        var lost = await generations.MakeAsync();

        generations.Unloads.AddStrays([]);

        generations.Unloads.Watched.Should().Be(1);
        generations.Unloads.AddStrays(lost.Plugins);
        generations.Unloads.Watched.Should().Be(1, "one that is known is no stray");
        await lost.DisposeAsync();
    }

    /// <summary>How many copies of the plugin of this daemon the process holds.</summary>
    private static int InMemory(ReloadableDaemon daemon) =>
        AppDomain.CurrentDomain.GetAssemblies().Count(assembly =>
            !assembly.IsDynamic && assembly.Location.StartsWith(daemon.Folder.Path, StringComparison.Ordinal) &&
            assembly.GetName().Name == VersionedPlugin.Name);
}
