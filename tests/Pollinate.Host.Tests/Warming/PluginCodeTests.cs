using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Tests.Warming;

/// <summary>Plugins whose code is compiled ahead of their first request.</summary>
internal sealed class PluginCodeTests
{
    private static readonly string[] Traces = ["static constructor", "static field", "static field of a generic type"];

    [Test]
    public async Task Nothing_of_a_plugin_runs_when_its_code_is_compiled()
    {
        await using var built = await new BuiltPipeline().OfPluginsAsync(["Fixture.Statics"], "statics");
        var plugin = PluginOf(built);
        var initialized = Times(plugin, "module initializer");

        plugin.CompileCode();

        Traces.Should().OnlyContain(trace => Times(plugin, trace) == 0);
        Times(plugin, "module initializer").Should().Be(initialized).And.Be(1, "the provider's constructor needed it");
        // What would have left a trace does so when it is used.
        (await built.RunAsync("""{"project-id":"p","hostname":"use"}""")).TryGetProperty("statics", out _).Should().BeTrue();
        Traces.Should().OnlyContain(trace => Times(plugin, trace) == 1);
    }

    [Test]
    public async Task The_code_of_every_class_that_has_one_is_compiled()
    {
        await using var built = await new BuiltPipeline().OfPluginsAsync(["Fixture.Statics"], "statics");

        // Two constructors and RunAsync of the provider with its lambda's class, Leave, a getter, the module's initializer.
        PluginCode.Compile(built.Entry("statics").Provider.GetType().Assembly).Should().BeGreaterThan(6);
    }

    [TestCase("Fixture.Statics", "statics", "use")]
    [TestCase("Fixture.Logging", "logging", "x")]
    [TestCase("Fixture.ShipsNewerLogging", "ships_newer_logging", "x")]
    [TestCase("Fixture.PrivateDependency", "yaml_version", "x")]
    [TestCase("Fixture.Threads", "thread_after_await", "x")]
    [TestCase("Fixture.Blocking", "blocking", null)]
    [TestCase("Fixture.Output", "output", null)]
    [TestCase("Example.Hello", "hello", "x")]
    public async Task A_plugin_that_was_compiled_is_gone_from_memory_after_its_pipeline(string plugin, string entry, string? hostname)
    {
        using var plugins = new TemporaryFolder();
        BuiltPlugins.CopyFixture(plugin, plugins.Path);
        var assemblies = new List<WeakReference>();
        for (var time = 0; time < 10; time++)
            assemblies.AddRange(await CompileAsync(plugins.Path, entry, hostname));

        assemblies.Should().HaveCountGreaterThanOrEqualTo(10);
        (await Collected.CountAliveAsync(assemblies)).Should().Be(0);
    }

    [Test]
    public async Task The_plugins_that_come_with_the_daemon_are_gone_as_well_when_they_were_compiled_and_never_called()
    {
        var assemblies = new List<WeakReference>();
        for (var time = 0; time < 3; time++)
            assemblies.AddRange(CompileShipped());

        assemblies.Should().HaveCountGreaterThanOrEqualTo(3 * 6);
        (await Collected.CountAliveAsync(assemblies)).Should().Be(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> CompileShipped()
    {
        using var cache = new TemporaryFolder();
        using var store = PluginStore.Open(cache.Path);
        var traces = new List<WeakReference>();
        foreach (var folder in PluginCatalog.Read([BuiltPlugins.Shipped]).Providers.Select(provider => provider.Folder).Distinct())
        {
            using var plugin = LoadedPlugin.Load(folder, store.Add(folder));
            plugin.CompileCode();
            traces.AddRange(plugin.Context.Assemblies.Select(assembly => new WeakReference(assembly)));
        }

        return traces;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IReadOnlyList<WeakReference>> CompileAsync(string plugins, string entry, string? hostname)
    {
        await using var built = await new BuiltPipeline().OfAsync([plugins], [entry]);
        foreach (var plugin in built.Pipeline.Plugins)
            plugin.CompileCode();
        if (hostname is not null)
            await built.RunAsync($$"""{"project-id":"p","hostname":"{{hostname}}"}""");
        return References(built);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> References(BuiltPipeline built) =>
    [
        .. AssemblyLoadContext.GetLoadContext(built.Pipeline.Entries[0].Provider.GetType().Assembly)!.Assemblies.Select(assembly => new WeakReference(assembly)),
    ];

    private static LoadedPlugin PluginOf(BuiltPipeline built) =>
        built.Pipeline.Plugins.Single(plugin => plugin.Folder == built.Entry("statics").Description.Folder);

    /// <summary>How often something of this copy of the fixture has run.</summary>
    private static int Times(LoadedPlugin plugin, string what) =>
        AppDomain.CurrentDomain.GetData($"{what} of {plugin.Copy.AssemblyPath}") is int times ? times : 0;
}
