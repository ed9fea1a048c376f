using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>What plugins may bring and lack, and work all the same.</summary>
internal sealed class IsolationTests
{
    private readonly TemporaryFolder _plugins = new();
    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new();

    [TearDown]
    public async Task TearDown()
    {
        await _built.DisposeAsync();
        _plugins.Dispose();
    }

    [Test]
    public async Task Two_plugins_have_different_versions_of_the_same_library_in_one_pipeline()
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], ["yaml_version", "newer_yaml_version"]);

        var answer = await _built.RunAsync();

        answer.GetProperty("yaml_version").GetProperty("version").GetString().Should().StartWith("16.");
        answer.GetProperty("newer_yaml_version").GetProperty("version").GetString().Should().StartWith("18.");
        answer.GetProperty("newer_yaml_version").GetProperty("location").GetString().Should().StartWith(
            _built.Store.Root, "the host has the same version, and it is the plugin's own all the same");
    }

    [Test]
    public async Task A_plugin_that_brings_the_contract_gets_the_hosts()
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], ["ships_contract"]);

        var answer = (await _built.RunAsync()).GetProperty("ships_contract");

        answer.GetProperty("contract").GetString().Should().Be(typeof(PollinateProvider).Assembly.Location);
        answer.GetProperty("logging").GetString().Should().Be(typeof(ILogger).Assembly.Location);
        _built.Log.Lines.Should().Contain((LogLevel.Information, "provider.ships_contract", "The host's log."));
    }

    [TestCase("ships_newer_logging")]
    [TestCase("ships_older_logging")]
    public async Task A_plugin_that_brings_another_version_of_what_is_shared_gets_the_hosts(string name)
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], [name]);

        var answer = (await _built.RunAsync()).GetProperty(name);

        answer.GetProperty("logging").GetString().Should().Be(typeof(ILogger).Assembly.Location);
        answer.GetProperty("json").GetString().Should().Be(typeof(System.Text.Json.Nodes.JsonObject).Assembly.Location);
        _built.Log.Lines.Should().Contain((LogLevel.Information, $"provider.{name}", "The host's log, by LoggingProvider."));
    }

    [Test]
    public async Task A_plugin_that_was_built_against_an_older_contract_works([Values] bool withItsCopy)
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.OlderContract", _plugins.Path);
        if (!withItsCopy)
            File.Delete(Path.Combine(folder, "Pollinate.Abstractions.dll"));
        await _built.OfAsync([_plugins.Path], ["older"]);

        (await _built.RunAsync()).ToString().Should().Be("""{"older":{"contract":"1.0.0.0","project":"name of p1"}}""");
    }

    [Test]
    public async Task A_plugin_that_was_built_against_a_newer_contract_works_when_all_that_it_uses_is_here()
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], ["newer_unused", "ships_newer"]);

        (await _built.RunAsync()).ToString().Should().Be(
            """{"newer_unused":{"text":"as ever","contract":"1.0.0.0"},"ships_newer":{"contract":"1.0.0.0"}}""");
    }

    [Test]
    public async Task A_plugin_that_was_built_with_a_newer_patch_of_the_framework_works_when_all_that_it_uses_is_here()
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.Dispatch", _plugins.Path);
        foreach (var reference in new[] { "System.Runtime", "System.Text.Json" })
            AssemblyEdit.SetReferencedVersion(Path.Combine(folder, "Fixture.Dispatch.dll"), reference, new(10, 9, 0, 0));
        await _built.OfAsync([_plugins.Path], ["echo"]);

        (await _built.RunAsync()).GetProperty("echo").GetProperty("project_id").GetString().Should().Be("p1");
    }

    [Test]
    public async Task A_plugin_without_its_deps_json_finds_the_libraries_and_the_languages_in_its_folder()
    {
        foreach (var fixture in new[] { "Fixture.PrivateDependency", "Fixture.Satellites" })
            File.Delete(Path.Combine(BuiltPlugins.CopyFixture(fixture, _plugins.Path), fixture + ".deps.json"));
        await _built.OfAsync([_plugins.Path], ["yaml_version", "greetings"]);

        var answer = await _built.RunAsync();

        answer.GetProperty("yaml_version").GetProperty("version").GetString().Should().StartWith("16.");
        answer.GetProperty("greetings").GetProperty("de").GetString().Should().Be("Hallo");
        _built.Log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task A_plugin_has_texts_in_several_languages()
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], ["greetings"]);

        (await _built.RunAsync()).ToString().Should().Be(
            """{"greetings":{"":"Hello","de":"Hallo","fr":"Bonjour","it":"Hello"}}""");
    }

    [Test]
    public async Task A_plugin_has_native_libraries()
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], ["sqlite"]);

        var answer = await _built.RunAsync();

        _built.Log.Warnings.Should().BeEmpty();
        answer.ToString().Should().Be("""{"sqlite":42}""");
    }

    [Test]
    public async Task A_plugin_with_native_libraries_and_no_deps_json_is_loaded_with_a_warning_that_names_the_cure()
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.Native", _plugins.Path);
        File.Delete(Path.Combine(folder, "Fixture.Native.deps.json"));

        await _built.OfAsync([_plugins.Path], ["sqlite"]);

        _built.Log.Warnings.Should().ContainSingle().Which.Should()
            .Contain("'Fixture.Native'").And.Contain(folder).And.Contain("runtimes/").And.Contain("Fixture.Native.deps.json")
            .And.Contain("dotnet publish");
    }

    [TestCase(".NETStandard,Version=v2.0")]
    [TestCase(".NETCoreApp,Version=v6.0")]
    [TestCase(".NETCoreApp,Version=v3.1", Description = "as it was written then")]
    [TestCase(".NETPortable,Version=v5.0,Profile=Profile259", Description = "what nobody knows any longer")]
    [TestCase("", Description = "nothing")]
    public async Task A_plugin_for_an_older_framework_works(string framework)
    {
        HandmadePlugin.Write(_plugins.Path, "Handmade", framework);

        await _built.OfAsync([_plugins.Path], ["handmade"]);

        (await _built.RunAsync()).ToString().Should().Be("{}");
        _built.Log.Warnings.Should().BeEmpty();
    }
}
