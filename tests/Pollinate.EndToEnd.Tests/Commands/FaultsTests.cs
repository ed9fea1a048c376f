using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>The published daemon while its back ends are in trouble; <c>./build.sh faults</c> and <c>./build.sh soak</c> do more of it.</summary>
internal sealed class FaultsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private string _report = null!;

    [SetUp]
    public void SetUp() => _report = Path.Combine(Directory.CreateTempSubdirectory("nova-pollinate-").FullName, "report.md");

    [TearDown]
    public void TearDown() => Directory.Delete(Path.GetDirectoryName(_report)!, recursive: true);

    [Test]
    public async Task Whatever_befalls_a_back_end_all_is_answered_in_time_with_all_other_data_and_mends_by_itself_without_a_storm()
    {
        var report = await RunAsync("faults", "--part", "--seconds", "3", "--slack", "5");

        foreach (var fault in (string[])
            [
                "refused", "black hole", "reset midway", "one byte a second", "401", "403", "429, Retry-After: 3", "500", "503", "redirect",
                "HTML", "empty", "cut short", "wrong types", "50 MB", "clock skew", "expired token", "certificate expired",
            ])
        {
            report.Should().MatchRegex($@"\n\| {fault} \| \d+ \|.*\| yes \|\n");
        }

        foreach (var backEnd in (string[])
            ["Keystone, callers' tokens", "Keystone, own tokens", "Keystone, projects and credentials", "Nova", "Glance", "Cinder", "Vault"])
        {
            report.Should().MatchRegex($@"\n\| {backEnd} \| \d+ \|.*\| yes \|\n");
        }
    }

    [Test]
    public async Task A_minute_of_requests_with_reloads_and_faults_every_few_seconds_fails_nothing_else_and_leaves_nothing_behind()
    {
        var report = await RunAsync(
            "soak", "--minutes", "0.9", "--rate", "50", "--reload-every", "10", "--fault-every", "6", "--fault-seconds", "2", "--slack", "5");

        report.Should().Contain("| other failures | 0 | yes |").And.Contain("| memory |").And.Contain("| load contexts afterwards |");
    }

    private async Task<string> RunAsync(string command, params string[] arguments)
    {
        await using var run = ChildProcess.Start(
            "dotnet",
            [
                Repository.Soak, command, "--daemon", Repository.Executable, "--plugins", Repository.Plugins,
                "--configuration", Repository.BuildConfiguration, "--report", _report, .. arguments,
            ]);

        (await run.WaitAsync(Patience)).Should().Be(0, run.Output + run.Errors);

        var report = await File.ReadAllTextAsync(_report);
        report.Should().NotContain("| NO");
        return report;
    }
}
