using System.Net;
using System.Text;

namespace Pollinate.EndToEnd.Tests.Systemd;

/// <summary>The unit that is shipped, under a real systemd: what it says of the daemon, and what it does with it.</summary>
internal sealed class NotifyTests
{
    [Test]
    public async Task The_status_says_what_the_daemon_does_and_a_restart_has_ended_only_when_it_serves()
    {
        await using var systemd = await OwnSystemd.StartAsync("Fixture.Blocking", "test");
        await systemd.WaitForAsync("the unit to be active", async () => await ShowAsync(systemd, "ActiveState") == "active");

        (await ShowAsync(systemd, "StatusText")).Should().StartWith("Serving at http://127.0.0.1:").And.EndWith(" with 1 providers (generation 1)");
        await systemd.SystemctlAsync("reload", "nova-pollinate.service");
        await systemd.WaitForAsync("the second generation", async () => (await ShowAsync(systemd, "StatusText")).EndsWith("(generation 2)", StringComparison.Ordinal));
        (await ShowAsync(systemd, "SubState")).Should().Be("running");

        await systemd.SystemctlAsync("restart", "nova-pollinate.service");
        using var health = await systemd.Client.GetAsync("healthcheck");
        health.StatusCode.Should().Be(HttpStatusCode.OK, "a restart has ended only when the daemon serves");
        (await ShowAsync(systemd, "NRestarts")).Should().Be("0");
        // The log is written by a thread of its own.
        await systemd.WaitForAsync("the log to say so of both", () => systemd.Served.Count == 2);
    }

    [Test]
    public async Task A_daemon_that_no_longer_answers_itself_is_started_anew()
    {
        await using var systemd = await OwnSystemd.StartAsync(
            "Fixture.Blocking", "stalling_pool", dropIn: "[Service]\nWatchdogSec=4\n");

        _ = systemd.Client.PostAsync("", new StringContent("""{"project-id":"p1"}""", Encoding.UTF8, "application/json"));

        await systemd.WaitForAsync("the daemon to serve again", () => systemd.Served.Count > 1);
        (await ShowAsync(systemd, "NRestarts")).Should().Be("1");
    }

    private static async Task<string> ShowAsync(OwnSystemd systemd, string property) =>
        await systemd.SystemctlAsync("show", "nova-pollinate.service", "--value", $"--property={property}");
}
