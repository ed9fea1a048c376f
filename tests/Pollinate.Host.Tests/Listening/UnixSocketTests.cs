using System.Net;
using System.Net.Sockets;
using System.Text;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Listening;

/// <summary>What <c>[server] unix_socket</c> does, and what becomes of the file.</summary>
internal sealed class UnixSocketTests
{
    private TemporaryFolder _folder = null!;

    private string SocketPath => _folder.Combine("nova-pollinate.sock");

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task The_same_is_served_there_and_on_TCP_and_the_file_goes_at_the_stop()
    {
        await using (var daemon = await StartAsync())
        {
            using var client = ClientOf(SocketPath);
            (await AskAsync(client)).Should().Be("{}");
            (await AskAsync(daemon.Client)).Should().Be("{}");
            File.GetUnixFileMode(SocketPath).Should().Be(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            daemon.Log.Should().Contain($"http://unix:{SocketPath}");
        }

        File.Exists(SocketPath).Should().BeFalse();
    }

    [Test]
    public async Task With_a_port_without_a_value_nothing_listens_on_TCP()
    {
        await using var daemon = await StartAsync("port =\n");
        using var client = ClientOf(SocketPath);

        (await AskAsync(client)).Should().Be("{}");
        daemon.Log.Should().Contain($"Serving at http://unix:{SocketPath} with");
    }

    [Test]
    public async Task What_a_dead_daemon_left_is_replaced()
    {
        LeaveBehind(SocketPath);
        File.Exists(SocketPath).Should().BeTrue();

        await using var daemon = await StartAsync();
        using var client = ClientOf(SocketPath);

        (await AskAsync(client)).Should().Be("{}");
    }

    [Test]
    public async Task Where_another_process_serves_the_start_is_refused_and_the_other_goes_on()
    {
        await using var other = await StartAsync();
        using var client = ClientOf(SocketPath);

        var (code, errors) = await TryStartAsync($"unix_socket = {SocketPath}\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain($"[server] unix_socket: another process serves at {SocketPath}; stop it");
        (await AskAsync(client)).Should().Be("{}");
    }

    [Test]
    public async Task A_listener_whose_queue_is_full_is_alive_too()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen(0);
        using var waiting = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await waiting.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));

        var (code, errors) = await TryStartAsync($"unix_socket = {SocketPath}\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("another process serves at");
    }

    [TestCase("file")]
    [TestCase("folder")]
    [TestCase("link")]
    [TestCase("link to a dead socket")]
    public async Task Whatever_else_is_there_is_left_alone(string kind)
    {
        switch (kind)
        {
            case "file":
                File.WriteAllText(SocketPath, "precious");
                break;
            case "folder":
                Directory.CreateDirectory(SocketPath);
                break;
            case "link":
                File.CreateSymbolicLink(SocketPath, _folder.Combine("nowhere"));
                break;
            default:
                LeaveBehind(_folder.Combine("dead.sock"));
                File.CreateSymbolicLink(SocketPath, _folder.Combine("dead.sock"));
                break;
        }

        var before = Directory.EnumerateFileSystemEntries(_folder.Path).ToList();
        var (code, errors) = await TryStartAsync($"unix_socket = {SocketPath}\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain($"{SocketPath} is there and is no socket, so it is left alone");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEquivalentTo(before);
        if (kind == "file")
            File.ReadAllText(SocketPath).Should().Be("precious");
    }

    [Test]
    public async Task A_folder_that_is_missing_and_a_path_that_is_too_long_are_named()
    {
        (await TryStartAsync($"unix_socket = {_folder.Combine("none", "x.sock")}\n")).Errors
            .Should().ContainSingle().Which.Should().Contain("the folder of").And.Contain("does not exist");
        (await TryStartAsync($"unix_socket = /{new string('a', 107)}\n")).Errors
            .Should().ContainSingle().Which.Should().Contain("is too long for a socket").And.Contain("107 bytes");
    }

    private static HttpClient ClientOf(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new("http://localhost/"),
    };

    /// <summary>What a daemon leaves that was killed.</summary>
    private static void LeaveBehind(string path)
    {
        // Bound by another name and moved, so that closing does not remove it.
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path + ".new"));
            socket.Listen();
            File.Move(path + ".new", path);
        }
    }

    private static async Task<string> AskAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent("""{"project-id":"p"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        using var response = await client.SendAsync(request);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    private Task<RunningDaemon> StartAsync(string server = "") =>
        RunningDaemon.StartAsync($"[DEFAULT]\nauth_strategy = noauth\n[server]\nunix_socket = {SocketPath}\n{server}");

    private static Task<(int ExitCode, IReadOnlyList<string> Errors)> TryStartAsync(string server) =>
        RunningDaemon.TryStartAsync($"[DEFAULT]\nauth_strategy = noauth\n[server]\n{server}");
}
