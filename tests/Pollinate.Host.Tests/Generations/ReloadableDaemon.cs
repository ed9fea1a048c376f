using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pollinate.Host.Generations;
using Pollinate.Host.Hosting;
using Pollinate.Host.Logging;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Generations;

/// <summary>
/// The whole daemon in this process, whose configuration and plugins a test can change, with the provider <c>version</c>. All
/// its paths are relative to another folder than the process's own.
/// </summary>
internal sealed partial class ReloadableDaemon : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ReloadRequests _reloads = new();
        private Task<int> _serving = Task.FromResult(0);

    private ReloadableDaemon() => Plugins = new(Folder.Combine("plugins"));

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public TemporaryFolder Folder { get; } = new();

    public VersionedPlugin Plugins { get; }

    public string Log
    {
        get
        {
            LogQueue.FlushAll(TimeSpan.FromSeconds(60));
            return File.ReadAllText(Folder.Combine("daemon.log"));
        }
    }

    /// <summary>The private copies that there are.</summary>
    public IReadOnlyList<string> Copies =>
        [.. Directory.EnumerateDirectories(Folder.Combine("cache")).SelectMany(Directory.EnumerateDirectories).Select(path => Path.GetFileName(path))];

    /// <summary>How many reloads have succeeded.</summary>
    public int Reloads => Reloaded().Count(Log);

    /// <summary>How many have failed.</summary>
    public int Failures => Failed().Count(Log);

    /// <param name="configuration">What to append to one that runs the provider <c>version</c>.</param>
    public static async Task<ReloadableDaemon> StartAsync(string configuration = "")
    {
        var daemon = new ReloadableDaemon();
        daemon.Plugins.CopyOver(1);
        daemon.Configure(configuration);
        var started = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var errors = new StringWriter();
        daemon._serving = ServeCommand.RunAsync(
            OsloCase.Arguments(daemon.Folder, [new(false, "daemon.conf")]),
            errors,
            addresses => started.SetResult(new(addresses.Single())),
            daemon._reloads,
            daemon._stop.Token);
        if (await Task.WhenAny(started.Task, daemon._serving) == daemon._serving)
            throw new InvalidOperationException($"The daemon did not start: {errors}");
        // All addresses are none to connect to.
        daemon.Client.BaseAddress = new((await started.Task).AbsoluteUri.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        return daemon;
    }

    /// <summary>Writes the configuration anew.</summary>
    /// <param name="configuration">What to append.</param>
    /// <param name="port">The port to listen on.</param>
    /// <param name="providers">The providers to run.</param>
    public void Configure(string configuration, int port = 0, string providers = "version") => Folder.Write("daemon.conf", $"""
        [DEFAULT]
        auth_strategy = noauth
        providers = {providers}
        plugins_dir = plugins
        plugins_cache_dir = cache
        log_file = daemon.log
        [admin]
        enabled = false
        [server]
        host = 127.0.0.1
        port = {port}
        {configuration}
        """);

    /// <summary>Asks for a reload, as SIGHUP does, and does not wait for it.</summary>
    public void Ask() => _reloads.Add(ReloadCauses.Signal);

    /// <summary>Asks for a reload and waits until it has succeeded.</summary>
    public async Task ReloadAsync()
    {
        var before = Reloads;
        Ask();
        await Eventually.TrueAsync(() => Reloads > before);
    }

    /// <summary>Asks for a reload and waits until it has failed.</summary>
    /// <returns>What it has logged.</returns>
    public async Task<string> FailToReloadAsync()
    {
        var (before, length) = (Failures, Log.Length);
        Ask();
        await Eventually.TrueAsync(() => Failures > before);
        return Log[length..];
    }

    /// <summary>A request as Nova makes it.</summary>
    /// <param name="hold">The file that the provider waits for; null when it is not to wait.</param>
    /// <returns>The provider's part of the answer.</returns>
    public async Task<JsonElement> RunAsync(string? hold = null)
    {
        var metadata = hold is null ? "{}" : $$"""{"hold":"{{hold}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent($$"""{"project-id":"p","metadata":{{metadata}}}""", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        using var response = await Client.SendAsync(request);
        response.IsSuccessStatusCode.Should().BeTrue();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("version");
    }

    /// <summary>The version that answers; all of the answer must be from it.</summary>
    public async Task<int> VersionAsync()
    {
        var answer = await RunAsync();
        answer.GetProperty("part").GetInt32().Should().Be(answer.GetProperty("plugin").GetInt32(), "an answer is wholly from one version");
        return answer.GetProperty("plugin").GetInt32();
    }

    /// <summary>Stops it as SIGTERM does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _serving;
    }

    public async ValueTask DisposeAsync()
    {
        (await StopAsync()).Should().Be(0, "the daemon stops in good order");
        Client.Dispose();
        _stop.Dispose();
        Directory.EnumerateFileSystemEntries(Folder.Combine("cache")).Should().BeEmpty("the private copies go with the daemon");
        Folder.Dispose();
    }

    [GeneratedRegex("Reloaded: generation")]
    private static partial Regex Reloaded();

    [GeneratedRegex("stays in force")]
    private static partial Regex Failed();
}
