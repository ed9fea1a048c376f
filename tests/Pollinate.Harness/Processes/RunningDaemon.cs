using System.Text.RegularExpressions;
using Pollinate.SimulatedCloud;

namespace Pollinate.Harness.Processes;

/// <summary>The published daemon as a process of its own, with a configuration that only its owner can read.</summary>
internal sealed partial class RunningDaemon : IAsyncDisposable
{
    private RunningDaemon(ServerProcess process, int port)
    {
        Process = process;
        Port = port;
    }

    public ServerProcess Process { get; }

    public int Port { get; }

    /// <summary>Warnings and errors that it has logged: a provider that failed is left out of an answer that is 200 all the same.</summary>
    public IReadOnlyList<string> Trouble => [.. Process.Lines.Where(line => !Harmless().IsMatch(line))];

    /// <summary>Executes it; it does not serve yet.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="options">How it is configured.</param>
    public static RunningDaemon Execute(HarnessSettings settings, DaemonOptions options)
    {
        var port = FreePort.Find();
        var process = ServerProcess.Start(
            settings.Daemon,
            folder =>
            {
                var file = Path.Combine(folder, "nova-pollinate.conf");
                File.WriteAllText(file, Configuration(settings, options, port, folder));
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                return ["--config-file", file, "--config-dir", Directory.CreateDirectory(Path.Combine(folder, "conf.d")).FullName];
            },
            options.Environment,
            Serving());
        return new(process, port);
    }

    /// <summary>Starts it and waits until it says that it serves.</summary>
    public static async Task<RunningDaemon> StartAsync(HarnessSettings settings, DaemonOptions options, CancellationToken cancellationToken)
    {
        var daemon = Execute(settings, options);
        try
        {
            await daemon.Process.WhenReadyAsync(cancellationToken);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="HarnessException">It has logged a warning or an error.</exception>
    public void MustBeUntroubled()
    {
        var trouble = Trouble;
        if (trouble.Count > 0)
            throw new HarnessException($"The daemon logged {trouble.Count} lines of warnings or errors, the first: {string.Join(" | ", trouble.Take(3))}");
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static string Configuration(HarnessSettings settings, DaemonOptions options, int port, string folder) => $"""
        [DEFAULT]
        auth_strategy = {options.AuthStrategy}
        providers = {options.Providers}
        plugins_dir = {Path.GetFullPath(options.Plugins ?? settings.Plugins)}
        plugins_cache_dir = {Path.Combine(folder, "plugins")}

        [admin]
        port = 0

        [server]
        host = 127.0.0.1
        port = {port}

        [keystone_authtoken]
        auth_type = password
        {Cloud.CredentialOptionsAt(options.Cloud)}
        {(options.HasCaches ? "" : "token_cache_time = -1")}

        [service_auth]
        auth_section = keystone_authtoken

        [vault]
        {Cloud.VaultOptionsAt(options.Cloud)}
        {(options.HasCaches ? "" : NoCaches)}
        """;

    private const string NoCaches = """
        cache_time = 0

        [secrets]
        cache_time = 0

        [cache]
        project_time = 0
        image_time = 0
        server_time = 0
        """;

    [GeneratedRegex(@"Serving at (http://\S+)")]
    private static partial Regex Serving();

    [GeneratedRegex(@" (?:INFO|DEBUG|TRACE) ")]
    private static partial Regex Harmless();
}
