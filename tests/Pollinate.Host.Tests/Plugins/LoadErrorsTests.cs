using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>What is said when several plugins can't be loaded.</summary>
internal sealed class LoadErrorsTests
{
    private readonly TemporaryFolder _folder = new();

    private string Plugins => _folder.Combine("plugins");

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task The_errors_are_said_in_the_order_of_the_providers_whichever_plugin_was_looked_at_first()
    {
        // Some are found out in no time, some only when all their files have been read.
        var broken = new[] { "Fixture.MissingDependency", "Fixture.NewerContractUsed", "Fixture.NewerContractMember", "Fixture.NewerContractSignature" };
        foreach (var plugin in broken.Append("Fixture.Dispatch"))
            BuiltPlugins.CopyFixture(plugin, Plugins);
        string[] entries = ["newer_signature", "first", "missing", "nobody_at_all", "newer_used", "second", "newer_member"];

        for (var time = 0; time < 5; time++)
        {
            foreach (var order in new[] { entries, [.. entries.Reverse()] })
            {
                // What does not exist is said before anything is loaded.
                string[] expected = ["nobody_at_all", .. order.Where(entry => entry is not ("first" or "second" or "nobody_at_all")).Select(PluginOf)];

                var errors = await ErrorsAsync(order);

                errors.Should().HaveCount(expected.Length);
                for (var index = 0; index < expected.Length; index++)
                    errors[index].Should().Contain($"'{expected[index]}'");
            }
        }
    }

    [Test]
    public async Task What_is_loaded_while_another_provider_is_refused_is_gone_from_memory_as_well()
    {
        BuiltPlugins.CopyFixture("Fixture.MissingDependency", Plugins);
        BuiltPlugins.CopyFixture("Fixture.Recovering", Plugins);
        using var store = PluginStore.Open(_folder.Combine("cache"));
        var traces = new List<WeakReference>();
        for (var time = 0; time < 5; time++)
            traces.AddRange(await RefuseAsync(store));

        traces.Should().HaveCount(5);
        (await Collected.CountAliveAsync(traces)).Should().Be(0);
    }

    private static string PluginOf(string entry) => entry switch
    {
        "missing" => "Fixture.MissingDependency",
        "newer_used" => "Fixture.NewerContractUsed",
        "newer_member" => "Fixture.NewerContractMember",
        _ => "Fixture.NewerContractSignature",
    };

    private async Task<IReadOnlyList<WeakReference>> RefuseAsync(PluginStore store)
    {
        using var watch = new LoadedAssemblies(store.Root);
        var build = () => new BuiltPipelineAttempt(store).BuildAsync([Plugins], ["missing", "recovering"]);
        await build.Should().ThrowAsync<PipelineException>();
        return [watch.Single()];
    }

    private async Task<IReadOnlyList<string>> ErrorsAsync(IReadOnlyList<string> entries)
    {
        using var store = PluginStore.Open(_folder.Combine("cache"));
        var build = () => new BuiltPipelineAttempt(store).BuildAsync([Plugins], entries);
        return (await build.Should().ThrowAsync<PipelineException>()).Which.Errors;
    }
}
