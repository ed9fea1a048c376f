using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Support;

/// <summary>
/// The daemon as a process of its own, for what plugins do to a process, and for what another plugin in the tests' own would
/// hide. It logs to its standard error, as under systemd.
/// </summary>
internal sealed partial class DaemonProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();

    private DaemonProcess(Process process) => _process = process;

    /// <summary>Without authentication the daemon believes the header that says who is known.</summary>
    public HttpClient Client { get; } = new() { DefaultRequestHeaders = { { "X-Identity-Status", "Confirmed" } } };

    public bool HasEnded => _process.HasExited;

    public int Id => _process.Id;

    public string Errors => Read(_errors);

    public string Output => Read(_output);

    /// <summary>Starts it with one fixture, beside the providers that ship with it.</summary>
    /// <param name="folder">Where its files go; a second start there finds what the first one left.</param>
    /// <param name="plugin">The fixture.</param>
    /// <param name="providers">The providers, in order.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static Task<DaemonProcess> StartAsync(
        TemporaryFolder folder,
        string plugin,
        string providers,
        params (string Name, string Value)[] environment)
    {
        if (!Directory.Exists(folder.Combine("plugins", plugin)))
            BuiltPlugins.CopyFixture(plugin, folder.Combine("plugins"));
        return StartInAsync(folder, $"{folder.Combine("plugins")},{BuiltPlugins.Shipped}", providers, environment);
    }

    /// <summary>Starts it with whatever plugin folders hold.</summary>
    /// <param name="folder">Where its files go.</param>
    /// <param name="pluginsDirectories">As <c>[DEFAULT] plugins_dir</c> has them.</param>
    /// <param name="providers">The providers, in order.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static Task<DaemonProcess> StartInAsync(
        TemporaryFolder folder,
        string pluginsDirectories,
        string providers,
        params (string Name, string Value)[] environment) => LaunchAsync([], folder, pluginsDirectories, providers, environment);

    /// <summary>Starts it by another program, which becomes the daemon.</summary>
    /// <param name="launcher">The program and what goes before the daemon's own command line.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="pluginsDirectories">As <c>[DEFAULT] plugins_dir</c> has them.</param>
    /// <param name="providers">The providers, in order.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static async Task<DaemonProcess> LaunchAsync(
        IReadOnlyList<string> launcher,
        TemporaryFolder folder,
        string pluginsDirectories,
        string providers,
        params (string Name, string Value)[] environment)
    {
        var configuration = folder.Write("daemon.conf", $"""
            [DEFAULT]
            auth_strategy = noauth
            providers = {providers}
            plugins_dir = {pluginsDirectories}
            plugins_cache_dir = {folder.Combine("cache")}
            [admin]
            enabled = false
            [server]
            host = 127.0.0.1
            port = 0
            """);
        string[] command = [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "nova-pollinate.dll"), "--config-file", configuration];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        // A crash leaves no core dump and no dialogue.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var daemon = new DaemonProcess(new() { StartInfo = start });
        daemon.Start();
        try
        {
            await Eventually.TrueAsync(() => daemon.HasEnded || Serving().IsMatch(daemon.Errors));
            daemon.HasEnded.Should().BeFalse(because: daemon.Errors);
            daemon.Client.BaseAddress = new(Serving().Match(daemon.Errors).Groups[1].Value);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks as Nova does.</summary>
    /// <param name="hostname">The guest's name.</param>
    public async Task<JsonObject> AskAsync(string? hostname = null)
    {
        using var answer = await Client.PostAsync("/", Body(hostname));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Asks what ends the process.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> AskFatalAsync()
    {
        try
        {
            using var answer = await Client.PostAsync("/", Body());
            Assert.Fail($"It answered {answer.StatusCode}:\n{Errors}");
        }
        catch (HttpRequestException)
        {
            // The connection ends with the process.
        }

        await Eventually.TrueAsync(() => HasEnded);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                throw new TimeoutException($"The daemon did not stop:\n{Errors}");
            }
        }

        _process.Dispose();
    }

    private static StringContent Body(string? hostname = null) => new(
        hostname is null ? """{"project-id":"p1"}""" : $$"""{"project-id":"p1","hostname":"{{hostname}}"}""", Encoding.UTF8, "application/json");

    private void Start()
    {
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    [GeneratedRegex(@"Serving at (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Serving();
}
