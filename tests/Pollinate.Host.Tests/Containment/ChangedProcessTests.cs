using System.Text.Json.Nodes;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Containment;

/// <summary>Plugins that change the process, in a process of their own, with one beside them that tells how it is.</summary>
internal sealed class ChangedProcessTests
{
    private const string Plugin = "Fixture.ChangesProcess";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("changes_directory", "the working directory was /proc and is {0} again")]
    [TestCase("changes_culture", "the default culture of threads was another; the default UI culture of threads was another")]
    [TestCase("changes_console", "standard output led elsewhere; standard error led elsewhere; standard input came from elsewhere")]
    [TestCase("changes_threads", "the thread pool's limits were 1 to ")]
    public async Task What_a_provider_changes_of_the_process_is_put_back_before_the_next_one_runs(string provider, string change)
    {
        JsonObject before;
        await using (var alone = await DaemonProcess.StartAsync(_folder, Plugin, "reports_process"))
            before = await alone.AskAsync();
        before["reports_process"]!["directory"]!.GetValue<string>().Should().Be(_folder.Path);
        before["reports_process"]!["number"]!.GetValue<string>().Should().Be("1.5");
        await using var daemon = await DaemonProcess.StartAsync(_folder, Plugin, $"{provider},reports_process");

        var answers = new[] { await daemon.AskAsync(), await daemon.AskAsync() };

        foreach (var answer in answers)
            answer.ToJsonString().Should().Be(before.ToJsonString());
        await Eventually.TrueAsync(() => Warnings(daemon).Count >= 2);
        Warnings(daemon).Should().HaveCount(2).And.OnlyContain(line =>
            line.Contains($"that of the provider {provider}, which ran last; all is put back: {string.Format(null, change, _folder.Path)}"));
    }

    [Test]
    public async Task A_plugin_that_takes_the_console_for_itself_takes_no_line_of_the_log_and_none_of_the_others()
    {
        await using var daemon = await DaemonProcess.StartAsync(_folder, Plugin, "changes_console,reports_process");

        await daemon.AskAsync();

        await Eventually.TrueAsync(() =>
            daemon.Errors.Contains("written to standard error", StringComparison.Ordinal) &&
            daemon.Output.Contains("written to standard output", StringComparison.Ordinal) &&
            Warnings(daemon).Count > 0);
    }

    [Test]
    public async Task What_a_plugin_changes_when_its_call_is_over_is_put_back_by_itself()
    {
        await using var daemon = await DaemonProcess.StartAsync(_folder, Plugin, "changes_later");

        await daemon.AskAsync();

        await Eventually.TrueAsync(() => Warnings(daemon).Count > 0);
        Warnings(daemon).Should().ContainSingle().Which.Should().Contain(
            $"outside of a call, so that its name is not known; all is put back: the working directory was /proc and is {_folder.Path} again");
        new FileInfo($"/proc/{daemon.Id}/cwd").LinkTarget.Should().Be(_folder.Path);
    }

    [Test]
    public async Task A_process_that_nobody_changes_is_left_alone_without_a_word()
    {
        await using var daemon = await DaemonProcess.StartAsync(_folder, Plugin, "reports_process");

        for (var request = 0; request < 20; request++)
            await daemon.AskAsync();

        Warnings(daemon).Should().BeEmpty();
    }

    private static List<string> Warnings(DaemonProcess daemon) =>
        [.. daemon.Errors.Split('\n').Where(line => line.Contains(" WARNING ", StringComparison.Ordinal))];
}
