using System.Diagnostics;
using System.Globalization;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Systemd;

/// <summary>What the daemon tells systemd, by the protocol of Type=notify.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class NotifyTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task The_daemon_says_that_it_starts_serves_reloads_and_stops(bool isAbstract)
    {
        using var folder = new TemporaryFolder();
        using var socket = new NotifySocket(isAbstract ? $"@pollinate-{Guid.NewGuid():N}" : folder.Combine("notify"));
        var daemon = await StartAsync(folder, socket);
        try
        {
            var ready = await socket.WaitForAsync("READY=1");
            ready.Should().Be($"READY=1\nSTATUS=Serving at {Address(daemon)} with 1 providers (generation 1)");

            var before = Monotonic();
            await SignalAsync(daemon, "HUP");
            await socket.WaitForAsync("READY=1", count: 2);
            var lines = (await socket.WaitForAsync("RELOADING=1")).Split('\n');
            lines[1].Should().StartWith("MONOTONIC_USEC=");
            long.Parse(lines[1]["MONOTONIC_USEC=".Length..], CultureInfo.InvariantCulture).Should().BeInRange(before, Monotonic());
            lines[2].Should().Be("STATUS=Reloading");
        }
        finally
        {
            await daemon.DisposeAsync();
        }

        socket.States.Select(message => message.Split('\n')[0]).Should().Equal(
            "STATUS=Starting: the configuration is read and the providers are loaded", "READY=1", "RELOADING=1", "READY=1", "STOPPING=1");
        socket.States[3].Should().EndWith("(generation 2)");
        var stopping = socket.States[4].Split('\n');
        stopping[1].Should().MatchRegex("^EXTEND_TIMEOUT_USEC=[1-9][0-9]{6,8}$");
        stopping[2].Should().Be("STATUS=Stopping: requests in progress are answered");
    }

    [Test]
    public async Task A_reload_that_fails_is_in_the_status_until_one_goes_well()
    {
        using var folder = new TemporaryFolder();
        using var socket = new NotifySocket(folder.Combine("notify"));
        await using var daemon = await StartAsync(folder, socket);
        var sound = await File.ReadAllTextAsync(folder.Combine("daemon.conf"));

        folder.Write("daemon.conf", sound.Replace("providers = test", "providers = nobody_has_this", StringComparison.Ordinal));
        await SignalAsync(daemon, "HUP");
        (await socket.WaitForAsync("READY=1", count: 2)).Should()
            .Contain("(generation 1); the last RELOAD FAILED: ").And.Contain("nobody_has_this").And.NotContain("\nnobody");

        folder.Write("daemon.conf", sound);
        await SignalAsync(daemon, "HUP");
        (await socket.WaitForAsync("READY=1", count: 3)).Should().EndWith("(generation 2)");
    }

    [Test]
    public async Task A_start_that_fails_leaves_the_reason_in_the_status()
    {
        using var folder = new TemporaryFolder();
        using var socket = new NotifySocket(folder.Combine("notify"));

        var start = () => StartAsync(folder, socket, "nobody_has_this");

        await start.Should().ThrowAsync<Exception>();
        socket.States[^1].Should().StartWith("STATUS=Did not start: ").And.Contain("nobody_has_this");
        socket.States.Should().NotContain(message => message.StartsWith("READY=1", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_socket_that_is_not_there_is_warned_of_and_stops_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(folder, "Fixture.Blocking", "test", ("NOTIFY_SOCKET", folder.Combine("nobody")));

        await Eventually.TrueAsync(() => daemon.Errors.Contains("systemd can't be told by NOTIFY_SOCKET", StringComparison.Ordinal));
        (await daemon.AskAsync()).ContainsKey("test").Should().BeTrue();
    }

    [Test]
    public async Task The_signs_of_life_go_on_while_the_daemon_answers_itself_and_end_when_its_threads_are_all_stuck()
    {
        using var folder = new TemporaryFolder();
        using var socket = new NotifySocket(folder.Combine("notify"));
        await using var daemon = await StartAsync(folder, socket, "stalling_pool", ("WATCHDOG_USEC", "2000000"));
        await Eventually.TrueAsync(() => socket.Pings >= 3);

        _ = daemon.Client.PostAsync("/", new StringContent("""{"project-id":"p1"}""", System.Text.Encoding.UTF8, "application/json"));

        // Five of them would have come in this time, and systemd would have waited for two.
        var (last, since) = (socket.Pings, Stopwatch.StartNew());
        await Eventually.TrueAsync(() =>
        {
            if (socket.Pings != last)
                (last, since) = (socket.Pings, Stopwatch.StartNew());
            return since.Elapsed > TimeSpan.FromSeconds(5);
        });
        daemon.HasEnded.Should().BeFalse("it is systemd that ends it");
        using var process = Process.GetProcessById(daemon.Id);
        process.Kill();
        await process.WaitForExitAsync();
    }

    [Test]
    public async Task Signs_of_life_are_for_the_process_that_they_are_wanted_of()
    {
        using var folder = new TemporaryFolder();
        using var socket = new NotifySocket(folder.Combine("notify"));
        await using var daemon = await StartAsync(folder, socket, "test", ("WATCHDOG_USEC", "20000"), ("WATCHDOG_PID", "1"));

        await SignalAsync(daemon, "HUP");
        await socket.WaitForAsync("READY=1", count: 2);

        socket.Pings.Should().Be(0);
    }

    private static Task<DaemonProcess> StartAsync(
        TemporaryFolder folder, NotifySocket socket, string providers = "test", params (string Name, string Value)[] environment) =>
        DaemonProcess.StartAsync(folder, "Fixture.Blocking", providers, [("NOTIFY_SOCKET", socket.Address), .. environment]);

    private static string Address(DaemonProcess daemon) => daemon.Client.BaseAddress!.ToString().TrimEnd('/');

    private static async Task SignalAsync(DaemonProcess daemon, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{daemon.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static long Monotonic() => (long)(Stopwatch.GetTimestamp() * (1_000_000.0 / Stopwatch.Frequency));
}
