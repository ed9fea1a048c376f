using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>Debian's <c>nova-api</c> with two cells on sqlite, and servers that nobody runs.</summary>
internal sealed class NovaServer : IAsyncDisposable
{
    private readonly ServiceFolder _folder = new("nova");
    private readonly EmptyNetwork _network = new();
    private readonly int _port = FreePort.Find();
    private ChildProcess? _process;

    /// <summary>Its address for the catalog.</summary>
    public string Address => $"http://127.0.0.1:{_port}/v2.1";

    /// <summary>What it has logged.</summary>
    public string Log => _process?.Errors ?? "";

    /// <summary>Makes its databases as Nova's installation guide has it.</summary>
    /// <param name="authentication">The section <c>[keystone_authtoken]</c>.</param>
    public async Task SetUpAsync(string authentication)
    {
        await File.WriteAllTextAsync(ConfigurationFile, $"""
            [DEFAULT]
            use_stderr = true
            default_log_levels = oslo_messaging=ERROR
            state_path = {_folder.Path}
            transport_url = fake://
            [wsgi]
            api_paste_config = /etc/nova/api-paste.ini
            [neutron]
            endpoint_override = {_network.Address}
            {_folder.Database("api_database", "nova_api")}
            {_folder.Database("database", "nova")}
            {authentication}
            """);
        await ManageAsync("api_db", "sync");
        await ManageAsync("cell_v2", "map_cell0", "--database_connection", _folder.Connection("nova_cell0"));
        await ManageAsync("db", "sync");
        await ManageAsync("cell_v2", "create_cell", "--name", "cell1");
    }

    public Task AddServersAsync(params ServerRow[] servers) => ServiceFolder.RunScriptAsync(
        "nova_rows.py", ConfigurationFile, new JsonArray([.. servers.Select(server => server.ToJson())]).ToJsonString());

    public async Task StartAsync() => _process = await WsgiServer.StartAsync("nova_wsgi", _port, "/", new Dictionary<string, string?>
    {
        ["OS_NOVA_CONFIG_FILES"] = $"/etc/nova/api-paste.ini;{ConfigurationFile}",
    });

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        await _network.DisposeAsync();
        _folder.Dispose();
    }

    private string ConfigurationFile => _folder.File("nova.conf");

    private async Task ManageAsync(params string[] arguments) =>
        await ServiceFolder.RunAsync("nova-manage", ["--config-file", ConfigurationFile, "--config-dir", _folder.Path, .. arguments]);
}
