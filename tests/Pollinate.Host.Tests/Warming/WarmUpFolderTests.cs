using System.Diagnostics;
using System.Net;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Warming;

/// <summary>The folder of the socket that the daemon warms itself up on: nothing of it may stay behind.</summary>
internal sealed class WarmUpFolderTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder _folder = new();

    private string Temporary => Directory.CreateDirectory(_folder.Combine("t")).FullName;

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("true")]
    [TestCase("false")]
    public async Task It_is_gone_when_the_daemon_serves(string warmUp)
    {
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, "Fixture.Dispatch", "Fixture.Dispatch.LifeProvider", ("TMPDIR", Temporary), ("OS_DEFAULT__WARM_UP", warmUp));

        Left().Should().BeEmpty();
        (await daemon.AskAsync())["life"]!.GetValue<int>().Should().Be(1);
    }

    [TestCase("[DEFAULT]\nauth_strategy = nonsense\n", "auth_strategy")]
    [TestCase("[DEFAULT]\nauth_strategy = noauth\nproviders = nobody\n", "nobody")]
    [TestCase("[DEFAULT]\nauth_strategy = noauth\n[server]\nhost = no-such-host.invalid\n", "no-such-host.invalid")]
    public async Task It_is_gone_when_the_daemon_does_not_come_up(string configuration, string error)
    {
        var (code, errors) = await RunAsync(configuration);

        code.Should().Be(1);
        errors.Should().Contain(error);
        Left().Should().BeEmpty();
    }

    [Test]
    public async Task Without_a_place_for_it_the_daemon_serves_without_having_warmed_up()
    {
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, "Fixture.Dispatch", "Fixture.Dispatch.LifeProvider", ("TMPDIR", _folder.Combine("no", "such", "folder")), ("DOTNET_EnableDiagnostics", "0"));

        await ShouldServeAsync(daemon);
    }

    [Test]
    public async Task Where_its_path_is_too_long_for_a_socket_the_daemon_serves_and_leaves_nothing()
    {
        var temporary = Directory.CreateDirectory(Path.Combine(Temporary, new('x', 120))).FullName;
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, "Fixture.Dispatch", "Fixture.Dispatch.LifeProvider", ("TMPDIR", temporary), ("DOTNET_EnableDiagnostics", "0"));

        await ShouldServeAsync(daemon);
        Left().Should().BeEmpty();
    }

    [Test]
    public async Task Nobody_else_may_enter_it()
    {
        await using var server = await Host.Warming.WarmUpServer.TryStartAsync();

        // Of the folders that are there now, in the place that all have in common, none is another's.
        var folders = Directory.EnumerateDirectories(Path.GetTempPath(), "nova-pollinate-*").Where(folder => File.Exists(Path.Combine(folder, "socket")));
        folders.Should().NotBeEmpty().And.OnlyContain(folder =>
            File.GetUnixFileMode(folder) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    private static async Task ShouldServeAsync(DaemonProcess daemon)
    {
        using var health = await daemon.Client.GetAsync(new Uri("/healthcheck", UriKind.Relative));
        health.StatusCode.Should().Be(HttpStatusCode.OK);
        (await daemon.AskAsync())["life"]!.GetValue<int>().Should().Be(1);
    }

    /// <summary>What is left of the daemon's in the folder for temporary files.</summary>
    private List<string> Left() => [.. Directory.EnumerateFileSystemEntries(Temporary, "nova-pollinate-*", SearchOption.AllDirectories)];

    private async Task<(int Code, string Errors)> RunAsync(string configuration)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "nova-pollinate.dll"), "--config-file", _folder.Write("bad.conf", configuration)])
        {
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
            Environment = { ["TMPDIR"] = Temporary, ["OS_DEFAULT__PLUGINS_CACHE_DIR"] = _folder.Combine("cache") },
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Guard);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, errors);
    }
}
