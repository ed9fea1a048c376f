using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>Reloads of the published daemon; <c>./build.sh reloads</c> makes ten times as many.</summary>
internal sealed class ReloadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string Configuration = """
        [DEFAULT]
        auth_strategy = noauth
        providers = test
        """;

    [Test]
    public async Task Twenty_reloads_under_load_fail_no_request_mix_no_versions_and_leave_one_load_context_a_plugin()
    {
        var report = Path.Combine(Directory.CreateTempSubdirectory("nova-pollinate-").FullName, "report.md");
        await using var soak = ChildProcess.Start(
            "dotnet",
            [
                Repository.Soak, "reloads", "--daemon", Repository.Executable, "--plugins", Repository.Plugins,
                "--configuration", Repository.BuildConfiguration, "--reloads", "20", "--seconds", "3", "--warm-up", "1", "--report", report,
            ]);

        (await soak.WaitAsync(Patience)).Should().Be(0, soak.Output + soak.Errors);

        (await File.ReadAllTextAsync(report)).Should().Contain("| reloads | 20 | yes |").And.NotContain("| NO |");
        Directory.Delete(Path.GetDirectoryName(report)!, recursive: true);
    }

    [Test]
    public async Task SIGHUP_reloads_the_daemon()
    {
        await using var daemon = await PublishedDaemon.StartAsync(Configuration);

        await daemon.HangUpAsync();
        await daemon.ShouldLogAsync("Reloaded: generation 2 with 1 providers");

        var (code, left) = await daemon.StopAsync();
        code.Should().Be(0);
        left.Should().BeEmpty();
    }

    [Test]
    public async Task SIGHUP_never_ends_the_daemon_not_even_while_it_stops()
    {
        await using var daemon = await PublishedDaemon.StartAsync(Configuration);

        // Signals before, while and after the one that stops it.
        var signals = Task.Run(async () =>
        {
            for (var times = 0; times < 40; times++)
                await daemon.HangUpAsync();
        });
        await daemon.HangUpAsync();
        var (code, left) = await daemon.StopAsync();
        await signals;

        code.Should().Be(0, daemon.Log);
        left.Should().BeEmpty();
    }
}
