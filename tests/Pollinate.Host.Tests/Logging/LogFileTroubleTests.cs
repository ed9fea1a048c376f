using System.Diagnostics;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Logging;

/// <summary>The log file, when it can't be written to: the daemon serves, its log goes to standard error, and comes back.</summary>
internal sealed class LogFileTroubleTests
{
    [Test]
    public async Task While_the_file_can_not_be_written_to_the_log_goes_to_standard_error_which_is_told_why_once()
    {
        using var folder = new TemporaryFolder();
        var logs = Directory.CreateDirectory(folder.Combine("logs")).FullName;
        var file = Path.Combine(logs, "daemon.log");
        // Every write there fails as on a full disk.
        File.CreateSymbolicLink(file, "/dev/full");
        await using var daemon = await DaemonProcess.StartInAsync(folder, BuiltPlugins.Shipped, $"test\nlog_file = {file}");
        await LogALineAsync(daemon);
        await Eventually.TrueAsync(() => Lines(daemon.Errors) == 1);
        Notices(daemon, "can't be written to").Should().Be(1);
        Notices(daemon, "No space left").Should().Be(1);

        File.Delete(file);
        await LogALineAsync(daemon);
        await Eventually.TrueAsync(() => File.Exists(file) && Lines(File.ReadAllText(file)) == 1);
        Notices(daemon, "can be written to again").Should().Be(1);

        File.Move(file, file + ".1");
        await LogALineAsync(daemon);
        await Eventually.TrueAsync(() => File.Exists(file) && Lines(File.ReadAllText(file)) == 1);
        File.Delete(file);
        await LogALineAsync(daemon);
        await Eventually.TrueAsync(() => File.Exists(file) && Lines(File.ReadAllText(file)) == 1);
        Notices(daemon, "can't be written to").Should().Be(1, "rotation and removal are no trouble");

        Directory.Delete(logs, recursive: true);
        await LogALineAsync(daemon);
        await LogALineAsync(daemon);
        await Eventually.TrueAsync(() => Lines(daemon.Errors) == 3);
        Notices(daemon, "can't be written to").Should().Be(2);
        (await daemon.AskAsync()).ToJsonString().Should().Contain("Success");

        Directory.CreateDirectory(logs);
        await LogALineAsync(daemon);
        await Eventually.TrueAsync(() => File.Exists(file) && Lines(File.ReadAllText(file)) == 1);
        Notices(daemon, "can be written to again").Should().Be(2);
    }

    /// <summary>A reload says that it begins, and is waited for by whoever asks.</summary>
    private static async Task LogALineAsync(DaemonProcess daemon)
    {
        using var signal = Process.Start("kill", ["-HUP", $"{daemon.Id}"]);
        await signal.WaitForExitAsync();
        // Signals of one kind that come together count as one.
        await Task.Delay(1500);
        (await daemon.AskAsync()).ToJsonString().Should().Contain("Success");
    }

    private static int Lines(string log) => log.Split('\n').Count(line => line.Contains("Reloading: SIGHUP", StringComparison.Ordinal));

    private static int Notices(DaemonProcess daemon, string text) =>
        daemon.Errors.Split('\n').Count(line => line.StartsWith("nova-pollinate: ", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));
}
