using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>What works in a process in which no other plugin has loaded anything yet.</summary>
internal sealed class FreshProcessTests
{
    private readonly TemporaryFolder _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task A_plugin_has_native_libraries_and_texts_in_several_languages()
    {
        await using var daemon = await DaemonProcess.StartInAsync(_folder, BuiltPlugins.Fixtures, "sqlite,greetings,ships_newer_logging");

        (await daemon.AskAsync()).ToJsonString().Should()
            .Contain("\"sqlite\":42").And.Contain("""{"":"Hello","de":"Hallo","fr":"Bonjour","it":"Hello"}""").And.Contain("\"ships_newer_logging\":{");
        daemon.Errors.Should().NotContain("WARN").And.NotContain("ERROR");
    }

    [Test]
    public async Task A_plugin_without_its_deps_json_runs_until_it_needs_its_native_library()
    {
        var plugins = _folder.Combine("plugins");
        var folder = BuiltPlugins.CopyFixture("Fixture.Native", plugins);
        File.Delete(Path.Combine(folder, "Fixture.Native.deps.json"));
        BuiltPlugins.CopyFixture("Fixture.Satellites", plugins);

        await using var daemon = await DaemonProcess.StartInAsync(_folder, plugins, "sqlite,greetings");

        (await daemon.AskAsync()).ToJsonString().Should().Be("""{"greetings":{"":"Hello","de":"Hallo","fr":"Bonjour","it":"Hello"}}""");
        daemon.Errors.Should().Contain("has native libraries below runtimes/ but no Fixture.Native.deps.json")
            .And.Contain("The provider sqlite failed and is left out of the answer");
    }
}
