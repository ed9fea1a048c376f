using System.Diagnostics;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Generations;

internal sealed class HangUpTests
{
    [Test]
    public async Task A_daemon_that_nohup_started_reloads_at_SIGHUP_all_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var daemon = await DaemonProcess.LaunchAsync(["nohup"], folder, BuiltPlugins.Shipped, "test");

        using var signal = Process.Start("kill", ["-HUP", $"{daemon.Id}"]);
        await signal.WaitForExitAsync();

        await Eventually.TrueAsync(() => daemon.Errors.Contains("Reloading: SIGHUP", StringComparison.Ordinal));
        (await daemon.AskAsync()).ToJsonString().Should().Contain("Success");
    }
}
