using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Systemd;

/// <summary>
/// A real systemd as process 1 of namespaces of its own, which runs the published daemon by the unit file that is shipped. It
/// shares the network with the machine, and nothing else that it could change.
/// </summary>
internal sealed partial class OwnSystemd : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>One that the unit's user can't listen on.</summary>
    private const int PrivilegedPort = 1;

    private readonly DirectoryInfo _folder;
    private readonly ChildProcess _script;

    private OwnSystemd(DirectoryInfo folder, ChildProcess script, int port)
    {
        _folder = folder;
        _script = script;
        Client = new() { BaseAddress = new($"http://127.0.0.1:{port}/"), DefaultRequestHeaders = { { "X-Identity-Status", "Confirmed" } } };
    }

    public HttpClient Client { get; }

    /// <summary>What the unit has written to standard output and standard error, over all its processes.</summary>
    public string Log => Read("log");

    /// <summary>The processes of the unit that have served, in order, by their ids within.</summary>
    public IReadOnlyList<int> Served =>
        [.. Serving().Matches(Log).Select(match => int.Parse(match.Groups[1].ValueSpan, provider: null))];

    /// <summary>Starts it; without systemd, or without the right to, the running test is skipped, and with <c>CI=true</c> it fails.</summary>
    /// <param name="plugin">A plugin of the tests.</param>
    /// <param name="providers">The providers to serve, in order.</param>
    /// <param name="isActivated">Whether systemd holds the socket, by the unit that is shipped.</param>
    /// <param name="dropIn">What to add to the service's unit; null for nothing.</param>
    public static async Task<OwnSystemd> StartAsync(string plugin, string providers, bool isActivated = false, string? dropIn = null)
    {
        await DebianPackages.RequireAsync("systemd");
        if (!Environment.IsPrivilegedProcess)
            DebianPackages.GiveUp("Only root can start a systemd of its own.");

        var folder = Directory.CreateTempSubdirectory("nova-pollinate-systemd-");
        var port = FreePort.Find();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nova-pollinate.conf"), $"""
            [DEFAULT]
            auth_strategy = noauth
            debug = true
            providers = {providers}
            plugins_dir = /opt/nova-pollinate/plugins,/run/plugins
            [admin]
            enabled = false
            [server]
            host = 127.0.0.1
            port = {(isActivated ? PrivilegedPort : port)}
            [keystone_authtoken]
            password = {Marks.New("the daemon's password")}
            """);
        if (dropIn is not null)
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "drop-in.conf"), dropIn);
        var script = ChildProcess.Start("/bin/sh",
        [
            Path.Combine(AppContext.BaseDirectory, "Systemd", "systemd.sh"),
            folder.FullName,
            Path.GetDirectoryName(Repository.Executable)!,
            plugin,
            Repository.PluginFolder(plugin),
            Path.Combine(Repository.Root, "packaging", "nova-pollinate.service"),
            .. isActivated ? new[] { Path.Combine(Repository.Root, "packaging", "nova-pollinate.socket"), $"127.0.0.1:{port}" } : [],
        ]);
        var systemd = new OwnSystemd(folder, script, port);
        try
        {
            await systemd.WaitForAsync("the daemon to serve", () => systemd.Served.Count > 0);
            return systemd;
        }
        catch
        {
            await systemd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for what the daemon or systemd will do.</summary>
    /// <exception cref="InvalidOperationException">systemd has ended.</exception>
    public Task WaitForAsync(string what, Func<bool> isSo) => WaitForAsync(what, () => Task.FromResult(isSo()));

    /// <inheritdoc cref="WaitForAsync(string, Func{bool})"/>
    public Task WaitForAsync(string what, Func<Task<bool>> isSo) => Eventually.WaitForAsync(what, Patience, () =>
        _script.HasEnded
            ? throw new InvalidOperationException($"systemd has ended:\n{_script.Errors}\n{Read("console")}\n{Log}")
            : isSo());

    /// <summary>Runs <c>systemctl</c> within.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> SystemctlAsync(params string[] arguments)
    {
        await using var systemctl = await ChildProcess.RunAsync(
            "/usr/bin/nsenter", ["--target", Read("pid").Trim(), "--mount", "--pid", "--cgroup", "/usr/bin/systemctl", .. arguments], Patience);
        return systemctl.Output.Trim();
    }

    /// <summary>What lies in the unit's cache folder.</summary>
    public IReadOnlyList<string> Cache() =>
        [.. Directory.EnumerateFileSystemEntries($"/proc/{Read("pid").Trim()}/root/var/cache/nova-pollinate/plugins")];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _script.DisposeAsync();
        var written = $"{Log}\n{Read("console")}";
        _folder.Delete(recursive: true);
        new LeakSearch(Marks.All).Describe(written).Should().BeEmpty("no secret leaves the daemon, nor what the runtime says of a crash");
    }

    private string Read(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    [GeneratedRegex(@"^\S+ \S+ (\d+) INFO .* Serving at http://", RegexOptions.Multiline)]
    private static partial Regex Serving();
}
