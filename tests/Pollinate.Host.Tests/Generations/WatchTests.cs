using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Generations;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Generations;

internal sealed class WatchTests
{
    public static IEnumerable<TestCaseData> Changes =>
        from usesEvents in new[] { true, false }
        from change in new (string Name, Action<WatchedFolder> Make)[]
        {
            ("a file copied over", watched => watched.Plugin.CopyOver(2)),
            ("a file moved in", watched => watched.Plugin.RenameInto(2)),
            ("a folder swapped", watched => watched.Plugin.SwapFolder(2)),
            ("a folder moved in", watched => MoveIn(watched)),
            ("a folder removed", watched => Directory.Delete(watched.Plugin.Folder, recursive: true)),
            ("a file removed", watched => File.Delete(watched.Plugin.Assembly)),
            ("deps.json edited", watched => File.AppendAllText(Path.ChangeExtension(watched.Plugin.Assembly, ".deps.json"), "\n")),
            ("a folder that becomes a link", watched => watched.Plugin.LinkTo(2)),
            ("the whole of the folders removed", watched => Directory.Delete(watched.Directory, recursive: true)),
            ("a file of the same size and time", SameSizeAndTime),
        }
        select new TestCaseData(usesEvents, change.Make).SetArgDisplayNames(usesEvents ? "events" : "no events", change.Name);

    [TestCaseSource(nameof(Changes))]
    public async Task A_change_is_told_once_when_it_has_been_quiet_for_a_second(bool usesEvents, Action<WatchedFolder> change)
    {
        await using var watched = new WatchedFolder(usesEvents, TimeProvider.System);
        watched.Begin();

        await watched.ChangeAsync(() => change(watched));

        await Task.Delay(PluginWatch.Quiet * 2.5);
        watched.Told.Should().Be(1, "each state is told once");
    }

    [Test]
    public async Task A_link_that_leads_elsewhere_is_a_change([Values] bool usesEvents)
    {
        await using var watched = new WatchedFolder(usesEvents, TimeProvider.System);
        watched.Plugin.LinkTo(1);
        watched.Begin();

        await watched.ChangeAsync(() => watched.Plugin.LinkTo(2));
        await watched.ChangeAsync(() => watched.Plugin.LinkTo(1));
    }

    [Test]
    public async Task A_folder_that_appears_later_is_watched([Values] bool usesEvents)
    {
        await using var watched = new WatchedFolder(usesEvents, TimeProvider.System);
        Directory.Delete(watched.Directory, recursive: true);
        watched.Begin();

        await watched.ChangeAsync(() => watched.Plugin.CopyOver(1));
        await watched.ChangeAsync(() => watched.Plugin.CopyOver(2));

        watched.Log.Lines.Should().BeEmpty();
    }

    [Test]
    public async Task A_file_that_comes_drop_by_drop_is_told_when_it_is_whole()
    {
        var clock = new FakeTimeProvider();
        await using var watched = new WatchedFolder(usesEvents: false, clock);
        watched.Begin();

        for (var drop = 0; drop < 10; drop++)
        {
            await File.AppendAllTextAsync(watched.Plugin.Assembly, "drop");
            clock.Advance(PluginWatch.Quiet);
        }

        watched.Told.Should().Be(0);
        clock.Advance(PluginWatch.Quiet);
        watched.Told.Should().Be(1);
        for (var later = 0; later < 10; later++)
            clock.Advance(PluginWatch.Quiet);
        watched.Told.Should().Be(1, "a state that was tried is not tried again");
    }

    [Test]
    public async Task A_state_that_comes_back_is_a_change_again()
    {
        var clock = new FakeTimeProvider();
        await using var watched = new WatchedFolder(usesEvents: false, clock);
        watched.Begin();

        for (var change = 1; change <= 3; change++)
        {
            watched.Plugin.CopyOver(change % 2 == 1 ? 2 : 1);
            clock.Advance(PluginWatch.Quiet);
            clock.Advance(PluginWatch.Quiet);
            watched.Told.Should().Be(change);
        }
    }

    [Test]
    public async Task Nothing_is_told_while_nobody_wants_to_know()
    {
        var clock = new FakeTimeProvider();
        await using var watched = new WatchedFolder(usesEvents: true, clock);
        watched.Begin();
        watched.Pause();

        watched.Plugin.CopyOver(2);
        for (var tick = 0; tick < 5; tick++)
            clock.Advance(PluginWatch.Quiet);

        watched.Told.Should().Be(0);
    }

    [Test]
    public async Task What_lies_beside_the_plugins_is_no_change()
    {
        var clock = new FakeTimeProvider();
        await using var watched = new WatchedFolder(usesEvents: false, clock);
        watched.Begin();

        watched.Folder.Write("plugins/README.md", "no plugin");
        watched.Folder.Write("plugins/.git/HEAD", "no plugin either");
        for (var tick = 0; tick < 5; tick++)
            clock.Advance(PluginWatch.Quiet);

        watched.Told.Should().Be(0);
    }

    [Test]
    public async Task A_watched_daemon_runs_what_is_put_into_its_folder_and_keeps_what_it_has_while_that_is_broken()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        daemon.Configure("");
        var configuration = await File.ReadAllTextAsync(daemon.Folder.Combine("daemon.conf"));
        daemon.Folder.Write("daemon.conf", configuration.Replace("[DEFAULT]", "[DEFAULT]\nplugins_watch = true", StringComparison.Ordinal));
        await daemon.ReloadAsync();

        daemon.Plugins.CopyOver(2);
        await Eventually.TrueAsync(() => daemon.Reloads == 2);
        (await daemon.VersionAsync()).Should().Be(2);

        await File.WriteAllTextAsync(daemon.Plugins.Assembly, "not a DLL");
        await Eventually.TrueAsync(() => daemon.Failures == 1);
        await Task.Delay(PluginWatch.Quiet * 2.5);
        daemon.Failures.Should().Be(1, "a broken plugin is tried once");
        (await daemon.VersionAsync()).Should().Be(2);

        daemon.Plugins.RenameInto(1);
        await Eventually.TrueAsync(() => daemon.Reloads == 3);
        (await daemon.VersionAsync()).Should().Be(1);
    }

    [Test]
    public async Task Where_the_system_gives_no_events_that_is_said_once_and_the_folders_are_looked_at_all_the_same()
    {
        await using var watched = new WatchedFolder(usesEvents: false, TimeProvider.System);
        using var events = new FolderEvents(
            () => { },
            watched.Log.ToFactory().CreateLogger("events"),
            _ => throw new IOException("The configured user limit (128) on the number of inotify instances has been reached."));

        for (var look = 0; look < 3; look++)
            events.Follow([watched.Directory]);

        watched.Log.Warnings.Should().ContainSingle().Which.Should().Be(
            "The system gives no events of the plugin folders (The configured user limit (128) on the number of inotify instances " +
            "has been reached); changes are found by looking each second alone.");
    }

    private static void MoveIn(WatchedFolder watched)
    {
        var elsewhere = new VersionedPlugin(watched.Folder.Combine("elsewhere"));
        elsewhere.CopyOver(2);
        Directory.Move(elsewhere.Folder, Path.Combine(watched.Directory, "Another"));
    }

    private static void SameSizeAndTime(WatchedFolder watched)
    {
        var time = File.GetLastWriteTimeUtc(watched.Plugin.Assembly);
        var content = File.ReadAllBytes(watched.Plugin.Assembly);
        content[^1] ^= 1;
        File.WriteAllBytes(watched.Plugin.Assembly, content);
        File.SetLastWriteTimeUtc(watched.Plugin.Assembly, time);
    }
}
