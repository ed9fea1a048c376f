using Pollinate.Host.Containment;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Containment;

internal sealed class CrashMarkerTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void The_calls_in_progress_can_be_read_while_the_process_still_has_them()
    {
        var marker = CrashMarker.Create(_folder.Path);
        var (a, b, c) = (marker.Slot("a"), marker.Slot("b"), marker.Slot("c"));

        a.Enter();
        b.Enter();
        b.Enter();
        c.Enter();
        c.Leave();

        CrashMarker.Read(_folder.Path).Should().BeEquivalentTo(new CrashReport(Environment.ProcessId, [("b", 2), ("a", 1)]));
        CrashMarker.Read(_folder.Path)!.Describe().Should().Be(
            $"The last process (pid {Environment.ProcessId}) ended without stopping, while calls of b (2), a (1) were in progress; " +
            "if one of them did it, take it out of [DEFAULT] providers until it is mended.");
    }

    [Test]
    public void A_marker_without_calls_in_progress_says_so()
    {
        CrashMarker.Create(_folder.Path).Slot("a");

        CrashMarker.Read(_folder.Path)!.Describe().Should().EndWith("while no call of a provider was in progress.");
    }

    [Test]
    public void A_name_has_one_slot_over_any_number_of_reloads()
    {
        var marker = CrashMarker.Create(_folder.Path);

        marker.Slot("a").Should().BeSameAs(marker.Slot("a"));
        marker.Slot("a").Should().NotBeSameAs(marker.Slot("b"));
    }

    [Test]
    public void Names_beyond_the_last_slot_share_one()
    {
        var marker = CrashMarker.Create(_folder.Path);
        for (var number = 0; number < 3000; number++)
            marker.Slot($"provider_{number}").Enter();

        var report = CrashMarker.Read(_folder.Path)!;

        report.Calls.Sum(call => call.Calls).Should().Be(3000);
        report.Calls[0].Name.Should().Be("(others)");
        report.Describe().Should().Contain("(others) (1977), ").And.Contain(" and 1004 more were in progress");
        new FileInfo(_folder.Combine(".calls")).Length.Should().BeLessThan(200_000);
    }

    [Test]
    public void A_name_that_is_too_long_is_cut_off_between_characters()
    {
        CrashMarker.Create(_folder.Path).Slot("a" + new string('ö', 200)).Enter();

        CrashMarker.Read(_folder.Path)!.Calls.Should().Equal(("a" + new string('ö', 59), 1));
    }

    [Test]
    public async Task Calls_of_many_threads_are_counted_right()
    {
        var marker = CrashMarker.Create(_folder.Path);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var call = 0; call < 10_000; call++)
            {
                marker.Slot("a").Enter();
                marker.Slot("b").Enter();
                marker.Slot("a").Leave();
            }
        })));

        CrashMarker.Read(_folder.Path)!.Calls.Should().Equal(("b", 40_000));
    }

    [Test]
    public void A_call_that_ends_when_all_else_is_gone_harms_nothing()
    {
        var slot = Enter();
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        slot.Leave();

        slot.Calls.Should().Be(0);

        CrashSlot Enter()
        {
            using var store = PluginStore.Open(_folder.Combine("cache"));
            var entered = store.Marker.Slot("a");
            entered.Enter();
            return entered;
        }
    }

    [Test]
    public void The_marker_of_a_killed_process_is_read_before_it_is_removed_and_is_told_once()
    {
        Abandon("cache", "a");

        using (var next = PluginStore.Open(_folder.Combine("cache")))
            next.Crashes.Should().ContainSingle().Which.Calls.Should().Equal(("a", 1));
        using (var afterNext = PluginStore.Open(_folder.Combine("cache")))
            afterNext.Crashes.Should().BeEmpty();
    }

    [Test]
    public void A_store_that_stopped_or_still_lives_says_nothing()
    {
        PluginStore.Open(_folder.Combine("cache")).Dispose();
        using var living = PluginStore.Open(_folder.Combine("cache"));
        living.Marker.Slot("a").Enter();

        using var next = PluginStore.Open(_folder.Combine("cache"));

        next.Crashes.Should().BeEmpty();
    }

    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("POLLCAL1")]
    public void A_marker_that_is_none_is_passed_over(string content)
    {
        _folder.Write("cache/1-x/.lock", "");
        _folder.Write("cache/1-x/.calls", content);

        using var next = PluginStore.Open(_folder.Combine("cache"));

        next.Crashes.Should().BeEmpty();
        Directory.Exists(_folder.Combine("cache/1-x")).Should().BeFalse();
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void A_marker_full_of_nonsense_is_survived(int seed)
    {
        Abandon("cache", "a");
        var path = Directory.GetFiles(_folder.Combine("cache"), ".calls", SearchOption.AllDirectories).Single();
        var content = File.ReadAllBytes(path);
        new Random(seed).NextBytes(content.AsSpan(8));
        File.WriteAllBytes(path, content);

        using var next = PluginStore.Open(_folder.Combine("cache"));

        next.Crashes.Should().ContainSingle().Which.Describe().Length.Should().BeLessThan(10_000);
    }

    /// <summary>Leaves what a process leaves that is killed while a call is in progress.</summary>
    private void Abandon(string cache, string provider)
    {
        var folder = _folder.Combine(cache, "1-abandoned");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ".lock"), "");
        CrashMarker.Create(folder).Slot(provider).Enter();
    }
}
