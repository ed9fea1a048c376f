using System.Runtime.Loader;
using Pollinate.Abstractions;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

internal sealed class PluginLoadingTests
{
    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new();

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [Test]
    public async Task The_shipped_providers_load_from_their_plugins()
    {
        await _built.OfAsync(
            [BuiltPlugins.Shipped],
            ["Pollinate.Providers.Keystone.KeystoneProvider", "Pollinate.Providers.Test.TestProvider"]);

        (await _built.RunAsync()).ToString().Should().Be(
            """{"project_info":{"project_id":"p1","project_name":"name of p1"},"test":{"OK":"Success"}}""");
    }

    [Test]
    public async Task A_project_that_Keystone_does_not_know_gives_no_project_info_but_a_warning()
    {
        await _built.OfAsync([BuiltPlugins.Shipped], ["Pollinate.Providers.Keystone.KeystoneProvider"]);

        (await _built.RunAsync("""{"project-id":"none"}""")).ToString().Should().Be("{}");

        _built.Log.Warnings.Should().ContainSingle().Which.Should().Contain("none");
    }

    [Test]
    public async Task A_plugin_has_its_own_version_of_a_library_that_the_host_has_too_and_runs_from_a_private_copy()
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], ["Fixture.PrivateDependency.YamlVersionProvider"]);

        var answer = (await _built.RunAsync()).GetProperty("yaml_version");

        answer.GetProperty("version").GetString().Should().StartWith("16.");
        typeof(YamlDotNet.Serialization.ISerializer).Assembly.GetName().Version!.Major.Should().Be(18);
        answer.GetProperty("location").GetString().Should().StartWith(_built.Store.Root);
        answer.GetProperty("plugin_location").GetString().Should().StartWith(_built.Store.Root);
    }

    [Test]
    public async Task Each_plugin_is_in_a_collectible_context_of_its_own_that_shares_the_contract()
    {
        await _built.OfAsync(
            [BuiltPlugins.Fixtures, BuiltPlugins.Shipped],
            ["Fixture.PrivateDependency.YamlVersionProvider", "Pollinate.Providers.Test.TestProvider"]);

        var contexts = _built.Pipeline.Entries
            .Select(entry => AssemblyLoadContext.GetLoadContext(entry.Provider.GetType().Assembly)!)
            .ToList();

        contexts.Should().OnlyHaveUniqueItems().And.OnlyContain(context => context.IsCollectible);
        contexts.Should().NotContain(AssemblyLoadContext.Default);
        contexts.SelectMany(context => context.Assemblies).Select(assembly => assembly.GetName().Name)
            .Should().NotContain("Pollinate.Abstractions");
    }

    [Test]
    public async Task Only_what_is_listed_is_loaded()
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], ["Fixture.PrivateDependency.YamlVersionProvider"]);

        Directory.EnumerateDirectories(_built.Store.Root).Select(Path.GetFileName)
            .Should().ContainSingle().Which.Should().StartWith("Fixture.PrivateDependency-");
    }

    [Test]
    public async Task Two_providers_of_one_plugin_share_its_context()
    {
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider");

        _built.Pipeline.Entries.Select(entry => entry.Provider.GetType().Assembly).Distinct().Should().ContainSingle();
    }

    [Test]
    public async Task Overwriting_a_plugin_does_not_touch_the_running_one()
    {
        using var plugins = new TemporaryFolder();
        var folder = BuiltPlugins.CopyFixture("Fixture.PrivateDependency", plugins.Path);
        await _built.OfAsync([plugins.Path], ["Fixture.PrivateDependency.YamlVersionProvider"]);

        foreach (var dll in Directory.EnumerateFiles(folder, "*.dll"))
        {
            // Truncated in place: a mapped file would kill the process here.
            await File.WriteAllBytesAsync(dll, [0]);
        }

        var answer = await _built.RunAsync();
        answer.GetProperty("yaml_version").GetProperty("version").GetString().Should().StartWith("16.");
    }

    [TestCase("Fixture.Flawed.AbstractProvider", "is abstract")]
    [TestCase("Fixture.Flawed.GenericProvider`1", "is generic")]
    [TestCase("Fixture.Flawed.InternalProvider", "is not public")]
    [TestCase("Fixture.Flawed.NamelessProvider", "has no [Provider(\"name\")] attribute")]
    [TestCase("Fixture.Flawed.TypelessCredentialsProvider", "declares a lookup of credentials without their type")]
    [TestCase("Fixture.Flawed.MisnamedProvider", "calls itself 'cloud-init'")]
    [TestCase("Fixture.Flawed.NoProvider", "does not derive from Pollinate.Abstractions.PollinateProvider")]
    [TestCase("Fixture.Flawed.ThrowingConstructorProvider", "the licence file is missing")]
    [TestCase("Fixture.Flawed.GreedyConstructorProvider", "System.Net.Http.HttpClient")]
    [TestCase("Fixture.Flawed.OuterClass+NestedProvide", "did you mean 'Fixture.Flawed.OuterClass+NestedProvider'?")]
    [TestCase("fixture.flawed.closedprovider", "did you mean 'Fixture.Flawed.ClosedProvider'?")]
    [TestCase("Nowhere.To.Be.Found", "the plugins there hold: ")]
    public async Task An_entry_that_can_not_be_used_is_refused_with_one_clear_line(string entry, string reason)
    {
        var error = (await Refused([BuiltPlugins.Fixtures], entry)).Should().ContainSingle().Subject;

        error.Should().Contain($"'{entry}'").And.Contain(reason).And.Contain(BuiltPlugins.Fixtures).And.NotContain("\n");
    }

    [TestCase("Fixture.Flawed.ClosedProvider", "closed")]
    [TestCase("Fixture.Flawed.OuterClass+NestedProvider", "nested")]
    public async Task A_class_that_only_looks_unusual_is_a_provider(string entry, string name)
    {
        await _built.OfAsync([BuiltPlugins.Fixtures], [entry]);

        _built.Pipeline.Entries.Should().ContainSingle().Which.Name.Should().Be(name);
    }

    [Test]
    public async Task Every_entry_that_can_not_be_used_is_named_at_once()
    {
        var errors = await Refused(
            [BuiltPlugins.Fixtures],
            "Fixture.Flawed.AbstractProvider", "Fixture.Flawed.ClosedProvider", "Nowhere.Found", "Fixture.Flawed.ThrowingConstructorProvider");

        errors.Should().HaveCount(3);
    }

    [Test]
    public async Task The_same_type_name_in_two_plugins_is_refused_and_both_paths_named()
    {
        var error = (await Refused([BuiltPlugins.Fixtures], "Fixture.Dispatch.ThrowingProvider")).Single();

        error.Should().Contain("Fixture.Dispatch/Fixture.Dispatch.dll").And.Contain("Fixture.Twin/Fixture.Twin.dll");
    }

    [Test]
    public async Task Two_providers_of_one_name_are_refused()
    {
        var error = (await Refused(
            [BuiltPlugins.Fixtures], "Fixture.Flawed.ClosedProvider", "Fixture.Flawed.SameNameProvider")).Single();

        error.Should().Contain("Fixture.Flawed.ClosedProvider").And.Contain("Fixture.Flawed.SameNameProvider").And.Contain("'closed'");
    }

    [Test]
    public async Task An_entry_that_is_listed_twice_is_refused()
    {
        (await Refused([BuiltPlugins.Fixtures], "Fixture.Flawed.ClosedProvider", "Fixture.Flawed.ClosedProvider"))
            .Single().Should().Contain("listed twice");
    }

    [Test]
    public async Task Without_any_plugin_the_error_says_where_was_searched_and_what_to_set()
    {
        using var empty = new TemporaryFolder();

        var error = (await Refused([empty.Path, "/nowhere/at/all"], "A.B")).Single();

        error.Should().Contain(empty.Path).And.Contain("/nowhere/at/all").And.Contain("plugins_dir");
    }

    [Test]
    public async Task A_folder_that_is_no_plugin_disturbs_nobody_and_is_named_when_an_entry_is_missing()
    {
        using var plugins = new TemporaryFolder();
        BuiltPlugins.CopyFixture("Fixture.Flawed", plugins.Path);
        plugins.Write("Broken/Broken.dll", "this is no assembly");
        plugins.Write("Empty/readme.txt", "nothing here");

        await _built.OfAsync([plugins.Path], ["Fixture.Flawed.ClosedProvider"]);
        var error = (await Refused([plugins.Path], "Nowhere.Found")).Single();
        var own = (await Refused([plugins.Path], "Broken.Provider")).Single();

        error.Should().Contain("Broken.dll is not a whole .NET assembly").And.Contain("it holds no Empty.dll");
        own.Should().Contain("Broken.dll is not a whole .NET assembly").And.NotContain("Empty");
    }

    [Test]
    public async Task A_plugin_in_an_earlier_folder_and_one_in_a_later_folder_are_both_found()
    {
        using var earlier = new TemporaryFolder();
        BuiltPlugins.CopyFixture("Fixture.Flawed", earlier.Path);

        await _built.OfAsync(
            [earlier.Path, BuiltPlugins.Shipped],
            ["Pollinate.Providers.Test.TestProvider", "Fixture.Flawed.ClosedProvider"]);

        _built.Pipeline.Entries.Select(entry => entry.Name).Should().Equal("test", "closed");
    }

    [Test]
    public void The_options_that_a_provider_declares_are_read_from_metadata()
    {
        var provider = PluginCatalog.Read([BuiltPlugins.Fixtures]).Find("Fixture.Dispatch.SettingsProvider");

        provider.Options.Should().Equal(
            new ProviderOption("text", ProviderOptionType.Text, "Any text.", "by default", false),
            new ProviderOption("number", ProviderOptionType.Number, "A number.", "7", false),
            new ProviderOption("flag", ProviderOptionType.Boolean, "A flag without a default.", null, false),
            new ProviderOption("items", ProviderOptionType.List, "A list.", "a,b", false),
            new ProviderOption("key", ProviderOptionType.Text, "A secret.", null, true));
    }

    private async Task<IReadOnlyList<string>> Refused(IReadOnlyList<string> directories, params string[] entries)
    {
        // Not through OfAsync, which hides the twin.
        var attempt = () => new BuiltPipelineAttempt(_built.Store).BuildAsync(directories, entries);
        return (await attempt.Should().ThrowAsync<PipelineException>()).Which.Errors;
    }
}
