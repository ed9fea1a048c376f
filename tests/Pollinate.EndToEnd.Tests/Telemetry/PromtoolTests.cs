using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Telemetry;

/// <summary>What the published daemon prints for Prometheus, and the alerts, checked by Prometheus's own tool.</summary>
internal sealed class PromtoolTests
{
    private const string Promtool = "/usr/bin/promtool";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Rules = Path.Combine(Repository.Root, "packaging", "prometheus", "nova-pollinate.rules.yml");

    private string _tool = null!;
    private DirectoryInfo _folder = null!;

    // Unpacked and not installed: the package is a service.
    [OneTimeSetUp]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("nova-pollinate-promtool-");
        _tool = Promtool;
        if (File.Exists(_tool))
            return;
        await DebianPackages.UnpackAsync("prometheus", _folder.FullName);
        _tool = _folder.FullName + Promtool;
    }

    [OneTimeTearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public async Task The_alerts_are_rules_that_fire_when_they_should_and_are_quiet_otherwise()
    {
        File.Copy(Rules, Path.Combine(_folder.FullName, Path.GetFileName(Rules)));
        var tests = Path.Combine(_folder.FullName, "alerts.test.yml");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Telemetry", "alerts.test.yml"), tests);

        await using var check = await ChildProcess.RunAsync(_tool, ["check", "rules", Rules], Patience);
        await using var test = await ChildProcess.RunAsync(_tool, ["test", "rules", tests], Patience);

        check.Output.Should().Contain("SUCCESS: 11 rules found");
        test.Output.Should().Contain("SUCCESS");
    }

    [Test]
    public async Task Metrics_are_named_as_Prometheus_would_have_it()
    {
        await using var daemon = await PublishedDaemon.StartAsync("[DEFAULT]\nauth_strategy = noauth\nproviders = test\n");
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(daemon.Address, "healthcheck"))).Dispose();
        var file = Path.Combine(_folder.FullName, "metrics");
        await File.WriteAllTextAsync(file, await client.GetStringAsync(new Uri(daemon.Administration, "metrics")));

        await using var check = await ChildProcess.RunAsync("/bin/sh", ["-c", "exec \"$1\" check metrics < \"$2\"", "sh", _tool, file], Patience);

        (check.Output + check.Errors).Should().BeEmpty();
    }
}
