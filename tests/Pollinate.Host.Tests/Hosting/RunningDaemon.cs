using System.Text.RegularExpressions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Hosting;
using Pollinate.Host.Logging;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Hosting;

/// <summary>The whole daemon in this process, on a free port, with the configuration of a test and the fixtures' plugins.</summary>
internal sealed partial class RunningDaemon : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder _folder;
    private readonly Task<int> _serving;

    private RunningDaemon(TemporaryFolder folder, Task<int> serving, CancellationTokenSource stop, Uri address)
    {
        _folder = folder;
        _serving = serving;
        _stop = stop;
        Client = new() { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Where operators ask, of a daemon that was started with <c>[admin] enabled = true</c>.</summary>
    public Uri Administration => AdministrationIn(Log);

    /// <summary>Where operators ask, as a daemon's log says.</summary>
    public static Uri AdministrationIn(string log) => new(AdministrationAt().Match(log).Groups[1].Value);

    /// <summary>What the daemon has logged.</summary>
    public string Log
    {
        get
        {
            LogQueue.FlushAll(TimeSpan.FromSeconds(60));
            return File.ReadAllText(_folder.Combine("daemon.log"));
        }
    }

    /// <param name="configuration">What to append to a configuration that listens on a free port and logs to a file.</param>
    /// <param name="plugins">Fixtures to put beside Fixture.Dispatch.</param>
    public static async Task<RunningDaemon> StartAsync(string configuration, params string[] plugins)
    {
        var folder = new TemporaryFolder();
        var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var errors = new StringWriter();
        var serving = ServeCommand.RunAsync(
            Arguments(folder, configuration, plugins),
            errors,
            addresses => started.SetResult(AddressOf(addresses)),
            stop.Token);
        if (await Task.WhenAny(started.Task, serving) == serving)
        {
            await serving;
            folder.Dispose();
            throw new InvalidOperationException($"The daemon did not start: {errors}");
        }

        return new(folder, serving, stop, await started.Task);
    }

    /// <summary>Tries to start it and tells what it says against that.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Errors)> TryStartAsync(string configuration, params string[] plugins)
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using var errors = new StringWriter();
        var code = await ServeCommand.RunAsync(
            Arguments(folder, configuration, plugins), errors, _ => stop.Cancel(), stop.Token);
        return (code, errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _stop.CancelAsync();
        (await _serving).Should().Be(0, "the daemon stops in good order");
        _stop.Dispose();
        Directory.EnumerateFileSystemEntries(_folder.Combine("cache")).Should().BeEmpty("the private copies go with the daemon");
        _folder.Dispose();
    }

    /// <summary>Its address on TCP; where it has none, one that leads nowhere.</summary>
    private static Uri AddressOf(IReadOnlyCollection<string> addresses) =>
        new(addresses.SingleOrDefault(address => !address.StartsWith("http://unix:", StringComparison.Ordinal)) ?? "http://no-tcp.invalid/");

    private static ConfigurationArguments Arguments(TemporaryFolder folder, string configuration, IReadOnlyList<string> plugins)
    {
        // The twin of another fixture's class is in the way of every test but its own.
        if (!configuration.Contains("plugins_dir", StringComparison.Ordinal))
        {
            foreach (var plugin in plugins.Append("Fixture.Dispatch"))
                BuiltPlugins.CopyFixture(plugin, folder.Combine("plugins"));
        }

        folder.Write("base.conf", $"""
            [DEFAULT]
            plugins_dir = {folder.Combine("plugins")},{BuiltPlugins.Shipped}
            plugins_cache_dir = {folder.Combine("cache")}
            log_file = {folder.Combine("daemon.log")}
            warm_up = false
            [server]
            host = 127.0.0.1
            port = 0
            [admin]
            enabled = false
            port = 0
            """);
        folder.Write("test.conf", configuration);
        return OsloCase.Arguments(folder, [new(false, "base.conf"), new(false, "test.conf")]);
    }

    [GeneratedRegex(@"; administration at (http://\S+)\.")]
    private static partial Regex AdministrationAt();
}
