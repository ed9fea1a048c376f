using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>Debian's <c>glance-api</c> on sqlite, with images as files.</summary>
internal sealed class GlanceServer : IAsyncDisposable
{
    private const string PasteFile = "glance-api-paste.ini";

    private readonly ServiceFolder _folder = new("glance");
    private readonly int _port = FreePort.Find();
    private ChildProcess? _process;

    /// <summary>Its address for the catalog, without a version as Glance has it there.</summary>
    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>What it has logged.</summary>
    public string Log => _process?.Errors ?? "";

    /// <param name="authentication">The section <c>[keystone_authtoken]</c>.</param>
    public async Task SetUpAsync(string authentication)
    {
        // It reads this as configuration, too, and only from its own folder.
        File.Copy($"/etc/glance/{PasteFile}", _folder.File(PasteFile));
        await File.WriteAllTextAsync(_folder.File("glance-api.conf"), $"""
            [DEFAULT]
            use_stderr = true
            transport_url = fake://
            node_staging_uri = file://{_folder.File("staging")}
            [glance_store]
            stores = file
            default_store = file
            filesystem_store_datadir = {_folder.File("images")}
            [paste_deploy]
            flavor = keystone
            config_file = {_folder.File(PasteFile)}
            {_folder.Database("database", "glance")}
            {authentication}
            """);
        await ServiceFolder.RunAsync("glance-manage", "--config-file", _folder.File("glance-api.conf"), "--config-dir", _folder.Path, "db_sync");
    }

    public async Task StartAsync() => _process = await WsgiServer.StartAsync("glance_wsgi", _port, "/versions", new Dictionary<string, string?>
    {
        ["OS_GLANCE_CONFIG_DIR"] = _folder.Path,
    });

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }
}
