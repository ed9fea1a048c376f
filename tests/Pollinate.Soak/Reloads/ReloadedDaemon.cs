using Pollinate.Soak.Daemons;

namespace Pollinate.Soak.Reloads;

/// <summary>The published daemon without authentication, with a plugin whose versions take turns.</summary>
internal sealed class ReloadedDaemon : IAsyncDisposable
{
    private ReloadedDaemon(MeasuredDaemon process, VersionedPlugin plugin)
    {
        Process = process;
        Plugin = plugin;
    }

    public MeasuredDaemon Process { get; }

    public VersionedPlugin Plugin { get; }

    public static async Task<ReloadedDaemon> StartAsync(ReloadSettings settings, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-soak-");
        var plugins = Path.Combine(folder.FullName, "plugins");
        var plugin = new VersionedPlugin(settings.Built, plugins);
        plugin.CopyOver(1);
        BuiltPlugin.Copy(settings.Built("Fixture.Probe"), Path.Combine(plugins, "Fixture.Probe"));
        return new(
            await MeasuredDaemon.StartAsync(
                settings.Daemon,
                folder,
                $"""
                [DEFAULT]
                auth_strategy = noauth
                providers = version,probe
                plugins_dir = {plugins}
                plugins_watch = true
                plugins_cache_dir = {MeasuredDaemon.Cache(folder)}

                [server]
                host = 127.0.0.1
                port = 0

                [admin]
                enabled = false
                """,
                cancellationToken),
            plugin);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
