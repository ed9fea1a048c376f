using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>Debian's <c>cinder-api</c> on sqlite, with volumes that no storage holds.</summary>
internal sealed class CinderServer : IAsyncDisposable
{
    private readonly ServiceFolder _folder = new("cinder");
    private readonly int _port = FreePort.Find();
    private ChildProcess? _process;

    /// <summary>Its address for the catalog, with the project as Cinder's installation guide has it.</summary>
    public string Address => $"http://127.0.0.1:{_port}/v3/%(project_id)s";

    /// <summary>What it has logged.</summary>
    public string Log => _process?.Errors ?? "";

    /// <param name="authentication">The section <c>[keystone_authtoken]</c>.</param>
    public async Task SetUpAsync(string authentication)
    {
        await File.WriteAllTextAsync(ConfigurationFile, $"""
            [DEFAULT]
            use_stderr = true
            state_path = {_folder.Path}
            transport_url = fake://
            auth_strategy = keystone
            api_paste_config = /etc/cinder/api-paste.ini
            [oslo_concurrency]
            lock_path = {_folder.File("locks")}
            {_folder.Database("database", "cinder")}
            {authentication}
            """);
        await ServiceFolder.RunAsync("cinder-manage", "--config-file", ConfigurationFile, "--config-dir", _folder.Path, "db", "sync");
    }

    /// <returns>The volume's id.</returns>
    public async Task<string> AddVolumeAsync(VolumeRow volume) =>
        (await ServiceFolder.RunScriptAsync("cinder_rows.py", ConfigurationFile, volume.ToJson().ToJsonString())).Trim();

    public async Task StartAsync() => _process = await WsgiServer.StartAsync("cinder_wsgi", _port, "/", new Dictionary<string, string?>
    {
        ["CINDER_CONFIG_FILE"] = ConfigurationFile,
    });

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private string ConfigurationFile => _folder.File("cinder.conf");
}
