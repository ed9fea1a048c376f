using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Keystone;

/// <summary>Debian's Keystone under gunicorn, on sqlite, in a folder that goes with it. Can be stopped and started again.</summary>
internal sealed class KeystoneServer : IAsyncDisposable
{
    /// <summary>The password of Keystone's first user, <c>admin</c>.</summary>
    public static readonly string AdminPassword = Marks.New("the administrator's password");

    private const int CustomaryPort = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder;
    private readonly int _port;
    private readonly bool _ownsFolder;
    private readonly OwnNetwork? _network;
    private ChildProcess? _process;

    private KeystoneServer(DirectoryInfo folder, int port, bool ownsFolder, OwnNetwork? network = null)
    {
        _folder = folder;
        _port = port;
        _ownsFolder = ownsFolder;
        _network = network;
    }

    /// <summary>Its address with the version, as for <c>auth_url</c>.</summary>
    public string AuthUrl => $"http://127.0.0.1:{_port}/v3";

    /// <summary>Makes a new one, with the user <c>admin</c> and a catalog of itself, and starts it.</summary>
    public static Task<KeystoneServer> CreateAsync() =>
        BringUpAsync(new(Directory.CreateTempSubdirectory("keystone-"), FreePort.Find(), ownsFolder: true));

    /// <summary>As <see cref="CreateAsync()"/>, in the network of another machine, on the port that Keystone has by custom.</summary>
    public static Task<KeystoneServer> CreateAsync(OwnNetwork network) =>
        BringUpAsync(new(Directory.CreateTempSubdirectory("keystone-"), CustomaryPort, ownsFolder: true, network));

    /// <summary>
    /// Starts a second one on the same database and keys, whose tokens live for as many seconds only. They are as good as
    /// those of the first.
    /// </summary>
    public async Task<KeystoneServer> StartTwinAsync(int tokenLifetimeSeconds)
    {
        var twin = new KeystoneServer(_folder, FreePort.Find(), ownsFolder: false);
        twin.WriteConfiguration(tokenLifetimeSeconds);
        await twin.StartAsync();
        return twin;
    }

    public async Task StartAsync() => _process = await WsgiServer.StartAsync("keystone_wsgi", _port, "/v3", new Dictionary<string, string?>
    {
        ["OS_KEYSTONE_CONFIG_FILES"] = ConfigurationFile,
    }, _network);

    public async Task StopAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
            _folder.Delete(recursive: true);
    }

    private static async Task<KeystoneServer> BringUpAsync(KeystoneServer server)
    {
        try
        {
            await server.SetUpAsync();
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private string ConfigurationFile => Path.Combine(_folder.FullName, $"keystone-{_port}.conf");

    private async Task SetUpAsync()
    {
        foreach (var keys in new[] { "fernet-keys", "credential-keys" })
            _folder.CreateSubdirectory(keys);
        WriteConfiguration(tokenLifetimeSeconds: 3600);
        await ManageAsync("db_sync");
        await UseWriteAheadLogAsync();
        string[] owner = ["--keystone-user", await NameAsync("--user"), "--keystone-group", await NameAsync("--group")];
        await ManageAsync("fernet_setup", owner);
        await ManageAsync("credential_setup", owner);
        await ManageAsync(
            "bootstrap",
            "--bootstrap-password", AdminPassword,
            "--bootstrap-region-id", "RegionOne",
            "--bootstrap-admin-url", AuthUrl,
            "--bootstrap-internal-url", AuthUrl,
            "--bootstrap-public-url", AuthUrl);
    }

    private void WriteConfiguration(int tokenLifetimeSeconds) => File.WriteAllText(ConfigurationFile, $"""
        [DEFAULT]
        use_stderr = true
        [database]
        connection = sqlite:///{_folder.FullName}/keystone.sqlite
        [fernet_tokens]
        key_repository = {_folder.FullName}/fernet-keys
        [fernet_receipts]
        key_repository = {_folder.FullName}/fernet-keys
        [credential]
        key_repository = {_folder.FullName}/credential-keys
        [token]
        expiration = {tokenLifetimeSeconds}
        """);

    private async Task ManageAsync(string command, params string[] arguments)
    {
        await using var manage = await ChildProcess.RunAsync(
            "/usr/bin/keystone-manage", ["--config-file", ConfigurationFile, command, .. arguments], Patience);
    }

    private static async Task<string> NameAsync(string kind)
    {
        await using var id = await ChildProcess.RunAsync("/usr/bin/id", ["--name", kind], Patience);
        return id.Output.Trim();
    }

    // Readers then do not wait for the writer.
    private async Task UseWriteAheadLogAsync()
    {
        await using var python = await ChildProcess.RunAsync(
            "/usr/bin/python3",
            ["-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode=WAL')", $"{_folder.FullName}/keystone.sqlite"],
            Patience);
    }
}
