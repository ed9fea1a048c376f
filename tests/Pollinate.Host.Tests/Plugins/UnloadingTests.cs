using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>Nothing of the host's may hold a plugin whose pipeline has ended.</summary>
internal sealed class UnloadingTests
{
    private const int Times = 20;

    /// <summary>Plugins of which nothing can be constructed, or which do not let go by themselves.</summary>
    private static readonly string[] Unsound =
    [
        "Fixture.EndlessConstructor", "Fixture.MissingDependency", "Fixture.NewerContractMember", "Fixture.NewerContractSignature",
        "Fixture.NewerContractUsed", "Fixture.StaticConstructor",
        // Constructors, checks and disposals that never end, and an event that holds: on purpose. The tests of generations look at
        // what becomes of them.
        "Fixture.Checking", "Fixture.EndlessDispose", "Fixture.KeepsTheProcess", "Fixture.StaticEvent",
        // Folders whose plugin bears another name; the tests of generations reload them.
        "Fixture.VersionOne", "Fixture.VersionTwo",
    ];

    public static IEnumerable<string> Sound => Directory.EnumerateDirectories(BuiltPlugins.Fixtures)
        .Select(path => Path.GetFileName(path)!)
        .Except(Unsound)
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Sound))]
    public async Task A_plugin_is_gone_from_memory_after_its_pipeline(string plugin)
    {
        using var plugins = new TemporaryFolder();
        BuiltPlugins.CopyFixture(plugin, plugins.Path);
        var entries = Entries(plugins.Path);
        entries.Should().NotBeEmpty();
        var assemblies = new List<WeakReference>();
        for (var time = 0; time < Times; time++)
            assemblies.AddRange(await BuildAndDisposeAsync(plugins.Path, entries));

        assemblies.Should().HaveCountGreaterThanOrEqualTo(Times);
        (await Collected.CountAliveAsync(assemblies)).Should().Be(0);
    }

    [TestCase("Fixture.Logging", "logging")]
    [TestCase("Fixture.ShipsNewerLogging", "ships_newer_logging")]
    [TestCase("Fixture.PrivateDependency", "yaml_version")]
    [TestCase("Example.Hello", "hello")]
    public async Task A_plugin_that_has_answered_is_gone_from_memory_after_its_pipeline(string plugin, string entry)
    {
        using var plugins = new TemporaryFolder();
        BuiltPlugins.CopyFixture(plugin, plugins.Path);
        var assemblies = new List<WeakReference>();
        for (var time = 0; time < Times; time++)
            assemblies.AddRange(await BuildAndDisposeAsync(plugins.Path, [entry], run: true));

        (await Collected.CountAliveAsync(assemblies)).Should().Be(0);
    }

    [Test]
    public async Task A_plugin_whose_constructor_throws_is_gone_from_memory_as_well()
    {
        var assemblies = new List<WeakReference>();
        for (var time = 0; time < Times; time++)
            assemblies.Add(await RefuseAsync());

        (await Collected.CountAliveAsync(assemblies)).Should().Be(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> BuildAndDisposeAsync(string plugins, IReadOnlyList<string> entries, bool run = false)
    {
        await using var built = await new BuiltPipeline().OfAsync([plugins], entries);
        if (run)
            await built.RunAsync();
        return References(built);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> References(BuiltPipeline built) =>
    [
        .. built.Pipeline.Entries
            .Select(entry => AssemblyLoadContext.GetLoadContext(entry.Provider.GetType().Assembly)!)
            .Distinct()
            .SelectMany(context => context.Assemblies)
            .Select(assembly => new WeakReference(assembly)),
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RefuseAsync()
    {
        using var cache = new TemporaryFolder();
        using var store = PluginStore.Open(cache.Path);
        var folder = PluginCatalog.Read([BuiltPlugins.Fixtures]).Find("Fixture.Flawed.ThrowingConstructorProvider").Folder;
        using var watch = new LoadedAssemblies(store.Root);
        var attempt = () => new BuiltPipelineAttempt(store).BuildAsync([Path.GetDirectoryName(folder.Path)!], ["Fixture.Flawed.ThrowingConstructorProvider"]);
        await attempt.Should().ThrowAsync<Host.Pipeline.PipelineException>();
        return watch.Single();
    }

    /// <summary>What can be constructed together: of several providers with one name, the first.</summary>
    private static List<string> Entries(string plugins) =>
    [
        .. PluginCatalog.Read([plugins]).Providers
            .Where(provider => provider.Flaw is null && !provider.TypeName.Contains("Constructor", StringComparison.Ordinal))
            .DistinctBy(provider => provider.Name)
            .Select(provider => provider.TypeName),
    ];
}
