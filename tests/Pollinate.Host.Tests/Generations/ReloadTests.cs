using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Generations;

internal sealed class ReloadTests
{
    [Test]
    public async Task Another_configuration_is_in_force_after_a_reload_and_the_log_names_what_is_other_without_its_value()
    {
        await using var daemon = await ReloadableDaemon.StartAsync("[version]\nword = one");
        (await daemon.RunAsync()).GetProperty("word").GetString().Should().Be("one");

        daemon.Configure("[version]\nword = two");
        (await daemon.RunAsync()).GetProperty("word").GetString().Should().Be("one", "nobody has asked for a reload yet");
        await daemon.ReloadAsync();

        (await daemon.RunAsync()).GetProperty("word").GetString().Should().Be("two");
        daemon.Log.Should().Contain("Reloaded: generation 2 with 1 providers (other values of [version] word).");
    }

    [TestCase("cp")]
    [TestCase("rename")]
    [TestCase("folder")]
    [TestCase("link")]
    public async Task Another_version_of_a_plugin_runs_after_a_reload_however_it_took_the_place_of_the_old_one(string way)
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        foreach (var version in new[] { 2, 1, 2 })
        {
            var before = await daemon.VersionAsync();
            Put(daemon.Plugins, way, version);
            (await daemon.VersionAsync()).Should().Be(before, "what runs does not run from the plugins folder");
            await daemon.ReloadAsync();
            (await daemon.VersionAsync()).Should().Be(version);
        }

        daemon.Log.Should().MatchRegex(@"Reloaded: generation 2 .*Fixture\.Versions 1\.0\.0\.0 \(\w{8}\) is now 2\.0\.0\.0 \(\w{8}\)");
    }

    [Test]
    public async Task A_request_that_is_under_way_ends_in_the_generation_that_it_began_in()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        var hold = daemon.Folder.Combine("go");
        var held = daemon.RunAsync(hold);
        await Eventually.TrueAsync(() => File.Exists(hold + ".waiting"));

        daemon.Plugins.CopyOver(2);
        await daemon.ReloadAsync();
        (await daemon.VersionAsync()).Should().Be(2);
        daemon.Copies.Should().HaveCount(2, "the request has yet to load a part of its version");
        await File.WriteAllTextAsync(hold, "");

        var answer = await held;
        answer.GetProperty("plugin").GetInt32().Should().Be(1);
        answer.GetProperty("part").GetInt32().Should().Be(1);
        await Eventually.TrueAsync(() => daemon.Copies.Count == 1);
    }

    [TestCase("half", "is not a whole .NET assembly")]
    [TestCase("empty", "is not a whole .NET assembly")]
    [TestCase("no assembly", "is not a whole .NET assembly")]
    [TestCase("bad deps.json", "Fixture.Versions")]
    [TestCase("removed", "'version' was not found")]
    [TestCase("removed assembly", "'version' was not found")]
    public async Task The_old_generation_stays_when_the_new_plugin_is_broken_and_the_next_reload_tries_again(string fault, string said)
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        Break(daemon.Plugins, fault);

        var log = await daemon.FailToReloadAsync();

        log.Should().Contain("ERROR").And.Contain("The reload failed: ").And.Contain(said)
            .And.Contain("Generation 1 stays in force with 1 providers");
        (await daemon.VersionAsync()).Should().Be(1);
        daemon.Plugins.SwapFolder(2);
        await daemon.ReloadAsync();
        (await daemon.VersionAsync()).Should().Be(2);
        await Eventually.TrueAsync(() => daemon.Copies.Count == 1);
    }

    [Test]
    public async Task The_old_generation_stays_when_the_configuration_is_wrong_and_each_error_has_a_line()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();

        daemon.Configure("nonsense\n[vault]\ntimeout = soon");
        var log = await daemon.FailToReloadAsync();

        log.Split('\n').Where(line => line.Contains("The reload failed: ", StringComparison.Ordinal)).Should().HaveCount(2);
        log.Should().Contain("daemon.conf:12: ").And.Contain("[vault] timeout").And.Contain("Generation 1 stays in force");
        (await daemon.VersionAsync()).Should().Be(1);
    }

    [Test]
    public async Task The_old_generation_stays_when_the_new_one_can_not_serve()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();

        daemon.Configure("[secrets]\nbackend = file\n", providers: "version, nobody");
        var log = await daemon.FailToReloadAsync();

        log.Should().Contain("[secrets] file is not set").And.Contain("'nobody' was not found");
        (await daemon.VersionAsync()).Should().Be(1);
        await Eventually.TrueAsync(() => daemon.Copies.Count == 1);
    }

    [Test]
    public async Task Options_that_a_reload_can_not_change_are_named_once_and_never_with_their_values()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();

        daemon.Configure("[oslo_middleware]\nmax_request_body_size = 4711", port: 8613);
        await daemon.ReloadAsync();
        await daemon.ReloadAsync();
        daemon.Configure("[oslo_middleware]\nmax_request_body_size = 4711");
        await daemon.ReloadAsync();

        daemon.Log.Split('\n').Should().ContainSingle(line => line.Contains("next restart", StringComparison.Ordinal))
            .Which.Should().Contain(" WARN").And.Contain("What was read of [server] port, [oslo_middleware] max_request_body_size counts")
            .And.NotContain("4711").And.NotContain("8613");
        (await daemon.VersionAsync()).Should().Be(1);
    }

    [TestCase("127.0.0.1")]
    [TestCase("0.0.0.0")]
    public async Task A_reload_that_would_let_anybody_in_is_refused_whatever_it_says_of_the_address(string host)
    {
        await using var daemon = await ReloadableDaemon.StartAsync("host = 0.0.0.0\ninsecure_noauth = true\n");

        // The listener stays where it is.
        daemon.Configure($"host = {host}\n");
        var log = await daemon.FailToReloadAsync();

        log.Should().Contain("[DEFAULT] auth_strategy: with noauth whoever reaches 0.0.0.0:0 can be anybody.").And.Contain("insecure_noauth = true");
        (await daemon.VersionAsync()).Should().Be(1);
    }

    [Test]
    public async Task Reloads_asked_for_while_one_is_under_way_are_one_more()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();

        for (var times = 0; times < 100; times++)
            daemon.Ask();
        await Eventually.TrueAsync(() => daemon.Reloads > 0);
        daemon.Configure("[version]\nword = last");
        await daemon.ReloadAsync();

        daemon.Reloads.Should().BeLessThan(10);
        (await daemon.RunAsync()).GetProperty("word").GetString().Should().Be("last");
    }

    [Test]
    public async Task The_same_plugin_with_another_configuration_is_loaded_anew_and_its_copy_stays()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        var copy = daemon.Copies.Single();

        for (var word = 1; word <= 3; word++)
        {
            daemon.Configure($"[version]\nword = {word}");
            await daemon.ReloadAsync();
            (await daemon.RunAsync()).GetProperty("word").GetString().Should().Be($"{word}");
        }

        daemon.Copies.Should().Equal(copy);
        daemon.Log.Should().NotContain("is now");
    }

    [Test]
    public async Task The_daemon_stops_in_good_order_while_it_reloads()
    {
        // What is checked when it is disposed: the exit code, and that no copy is left.
        for (var times = 0; times < 5; times++)
        {
            await using var daemon = await ReloadableDaemon.StartAsync();
            daemon.Plugins.CopyOver(2);
            daemon.Ask();
            if (times % 2 == 1)
                await Eventually.TrueAsync(() => daemon.Log.Contains("Reloading", StringComparison.Ordinal));
        }
    }

    [Test]
    public async Task A_plugins_folder_can_be_another_one_after_a_reload()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        new VersionedPlugin(daemon.Folder.Combine("others")).CopyOver(2);

        daemon.Configure("");
        var configuration = await File.ReadAllTextAsync(daemon.Folder.Combine("daemon.conf"));
        daemon.Folder.Write("daemon.conf", configuration.Replace("plugins_dir = plugins", "plugins_dir = others", StringComparison.Ordinal));
        await daemon.ReloadAsync();

        (await daemon.VersionAsync()).Should().Be(2);
    }

    private static void Put(VersionedPlugin plugin, string way, int version)
    {
        switch (way)
        {
            case "cp":
                plugin.CopyOver(version);
                break;
            case "rename":
                plugin.RenameInto(version);
                break;
            case "folder":
                plugin.SwapFolder(version);
                break;
            default:
                plugin.LinkTo(version);
                break;
        }
    }

    private static void Break(VersionedPlugin plugin, string fault)
    {
        switch (fault)
        {
            case "half":
                using (var file = new FileStream(plugin.Assembly, FileMode.Open))
                    file.SetLength(file.Length / 2);
                break;
            case "empty":
                File.WriteAllBytes(plugin.Assembly, []);
                break;
            case "no assembly":
                File.WriteAllText(plugin.Assembly, "not a DLL");
                break;
            case "bad deps.json":
                File.WriteAllText(Path.ChangeExtension(plugin.Assembly, ".deps.json"), "{ \"runtimeTarget\": ");
                break;
            case "removed":
                Directory.Delete(plugin.Folder, recursive: true);
                break;
            default:
                File.Delete(plugin.Assembly);
                break;
        }
    }
}
