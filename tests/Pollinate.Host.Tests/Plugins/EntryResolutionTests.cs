using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>What an entry of <c>[DEFAULT] providers</c> can be.</summary>
internal sealed class EntryResolutionTests
{
    private readonly TemporaryFolder _alone = new();

    [SetUp]
    public void SetUp() => BuiltPlugins.CopyFixture("Fixture.Aliases", _alone.Path);

    [TearDown]
    public void TearDown() => _alone.Dispose();

    [TestCase("Fixture.Aliases.AliasedProvider")]
    [TestCase("aliased")]
    [TestCase("original.providers.aliased.AliasedProvider")]
    [TestCase("original.older.AliasedProvider")]
    public void A_provider_is_found_by_its_class_its_name_and_each_of_its_aliases(string entry) =>
        Find([_alone.Path], entry).TypeName.Should().Be("Fixture.Aliases.AliasedProvider");

    [TestCase("project_info", "pollinate.providers.keystone.KeystoneProvider", "Pollinate.Providers.Keystone.KeystoneProvider")]
    [TestCase("cloudstor", "pollinate.providers.cloudstor.CloudStorProvider", "Pollinate.Providers.CloudStor.CloudStorProvider")]
    [TestCase("nvidia_vgpu", "pollinate.providers.nvidia_vgpu.NvidiaVGPUProvider", "Pollinate.Providers.NvidiaVgpu.NvidiaVgpuProvider")]
    [TestCase("windows_product_key", "pollinate.providers.windows.WindowsProductKeyProvider", "Pollinate.Providers.Windows.WindowsProductKeyProvider")]
    [TestCase("crowdstrike", "pollinate.providers.crowdstrike.CrowdStrikeProvider", "Pollinate.Providers.CrowdStrike.CrowdStrikeProvider")]
    [TestCase("test", "pollinate.providers.test_provider.TestProvider", "Pollinate.Providers.Test.TestProvider")]
    public void The_shipped_providers_are_found_by_the_originals_names(string name, string pythonClass, string type)
    {
        Find([BuiltPlugins.Shipped], name).TypeName.Should().Be(type);
        Find([BuiltPlugins.Shipped], pythonClass).TypeName.Should().Be(type);
        Find([BuiltPlugins.Shipped], type).TypeName.Should().Be(type);
    }

    [Test]
    public async Task A_pipeline_is_built_of_entries_of_any_kind_in_their_order()
    {
        await using var built = await new BuiltPipeline().OfAsync(
            [_alone.Path, BuiltPlugins.Shipped],
            ["test", "original.older.AliasedProvider", "Fixture.Aliases.PlainProvider", "pollinate.providers.keystone.KeystoneProvider"]);

        built.Pipeline.Entries.Select(entry => entry.Name).Should().Equal("test", "aliased", "plain", "project_info");
    }

    [Test]
    public void A_class_goes_before_an_alias_that_is_the_same() =>
        Find([_alone.Path], "Fixture.Aliases.PlainProvider").Name.Should().Be("plain");

    [Test]
    public void A_provider_that_can_not_be_used_stands_in_nobodys_way() =>
        Find([BuiltPlugins.Fixtures], "unusable").TypeName.Should().Be("Fixture.AliasesTwin.SameAliasProvider");

    [TestCase("unusable")]
    [TestCase("original.Unusable")]
    [TestCase("Fixture.Aliases.UnusableProvider")]
    public void A_provider_that_can_not_be_used_is_refused_under_any_of_its_names(string entry) =>
        Refusal([_alone.Path], entry).Should().Contain($"'{entry}'").And.Contain("is abstract").And.Contain("Fixture.Aliases.dll");

    [TestCase("plain", "Fixture.Aliases.PlainProvider", "Fixture.AliasesTwin.NamedPlainProvider", Description = "the same name")]
    [TestCase("original.older.AliasedProvider", "Fixture.Aliases.AliasedProvider", "Fixture.AliasesTwin.SameAliasProvider", Description = "the same alias")]
    [TestCase("aliased", "Fixture.Aliases.AliasedProvider", "Fixture.AliasesTwin.NameForAliasProvider", Description = "a name and an alias")]
    public void An_entry_that_names_two_providers_is_refused_and_both_are_named_with_their_paths(string entry, string first, string second)
    {
        var error = Refusal([BuiltPlugins.Fixtures], entry);

        error.Should().Contain($"'{entry}' names more than one provider")
            .And.Contain($"{first} in {Assembly("Fixture.Aliases")}")
            .And.Contain($"{second} in {Assembly("Fixture.AliasesTwin")}")
            .And.Contain("write the full name of the class");
        Find([BuiltPlugins.Fixtures], first).TypeName.Should().Be(first, "that is the cure");
        Find([BuiltPlugins.Fixtures], second).TypeName.Should().Be(second, "that is the cure");
    }

    [TestCase("aliased")]
    [TestCase("original.providers.aliased.AliasedProvider")]
    [TestCase("Fixture.Aliases.AliasedProvider")]
    public void The_same_class_in_two_folders_is_refused_and_both_paths_named(string entry)
    {
        using var other = new TemporaryFolder();
        BuiltPlugins.CopyFixture("Fixture.Aliases", other.Path);

        Refusal([_alone.Path, other.Path], entry).Should()
            .Contain(_alone.Combine("Fixture.Aliases", "Fixture.Aliases.dll"))
            .And.Contain(other.Combine("Fixture.Aliases", "Fixture.Aliases.dll"))
            .And.Contain("remove all but one of them");
    }

    [TestCase("alaised", "aliased")]
    [TestCase("Plain", "plain")]
    [TestCase("original.provider.aliased.AliasedProvider", "original.providers.aliased.AliasedProvider")]
    [TestCase("original.old.AliasedProvider", "original.older.AliasedProvider")]
    [TestCase("Fixture.Aliased.AliasedProvider", "Fixture.Aliases.AliasedProvider")]
    public void The_nearest_of_all_names_is_suggested(string entry, string nearest) =>
        Refusal([_alone.Path], entry).Should().Contain($"did you mean '{nearest}'?");

    [Test]
    public void Where_none_is_near_names_and_classes_are_listed() =>
        Refusal([_alone.Path], "something-else-altogether").Should()
            .Contain("the plugins there hold: aliased (Fixture.Aliases.AliasedProvider), plain (Fixture.Aliases.PlainProvider), type_name (Fixture.Aliases.TypeNameProvider).");

    [TestCase("aliased", "original.older.AliasedProvider")]
    [TestCase("Fixture.Aliases.AliasedProvider", "aliased")]
    [TestCase("original.older.AliasedProvider", "original.providers.aliased.AliasedProvider")]
    public async Task The_same_provider_under_two_names_is_refused(string first, string second)
    {
        using var cache = new TemporaryFolder();
        using var store = PluginStore.Open(cache.Path);
        var attempt = () => new BuiltPipelineAttempt(store).BuildAsync([_alone.Path], [first, second]);

        (await attempt.Should().ThrowAsync<PipelineException>()).Which.Errors.Should().Equal(
            $"providers: '{first}' and '{second}' are the same provider, Fixture.Aliases.AliasedProvider; remove one.");
    }

    private static ProviderDescription Find(IReadOnlyList<string> directories, string entry) =>
        PluginCatalog.Read(directories).Find(entry);

    private static string Refusal(IReadOnlyList<string> directories, string entry)
    {
        var find = () => Find(directories, entry);
        return find.Should().Throw<PluginException>().Which.Message;
    }

    private static string Assembly(string plugin) => Path.Combine(BuiltPlugins.Fixtures, plugin, plugin + ".dll");
}
