using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Host.Tests.Tls;

namespace Pollinate.EndToEnd.Tests.Listening;

/// <summary>The published daemon with sockets that it was handed as systemd does, without a systemd.</summary>
internal sealed class SocketActivationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private DirectoryInfo _folder = null!;

    private string UnixPath => Path.Combine(_folder.FullName, "handed.sock");

    [SetUp]
    public async Task SetUp()
    {
        await DebianPackages.RequireAsync("python3-minimal");
        _folder = Directory.CreateTempSubdirectory("nova-pollinate-");
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public async Task What_was_handed_over_is_served_in_place_of_host_and_port_with_TLS_on_TCP()
    {
        using var authority = new TestAuthority("authority");
        var own = authority.Sign("pollinate");
        var certificate = Path.Combine(_folder.FullName, "cert.pem");
        await File.WriteAllTextAsync(certificate, own.Certificate + own.Key);
        var (port, unused) = (FreePort.Find(), FreePort.Find());
        await using var daemon = Start($"[server]\nhost = 127.0.0.1\nport = {unused}\n[ssl]\ncert_file = {certificate}\n", $"web={port}", $"local={UnixPath}");
        await ServingAsync(daemon);

        using (var client = new HttpClient(new SocketsHttpHandler { SslOptions = new() { CertificateChainPolicy = Trust(authority) } }))
            (await client.GetStringAsync(new Uri($"https://127.0.0.1:{port}/healthcheck"))).Should().Be("OK");
        using (var client = UnixClient())
            (await client.GetStringAsync(new Uri("http://localhost/healthcheck"))).Should().Be("OK");

        var refused = async () =>
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", unused);
        };
        await refused.Should().ThrowAsync<SocketException>();
        daemon.Errors.Should().Contain($"Serving at https://127.0.0.1:{port}, http://unix:{UnixPath} with");
        foreach (var descriptor in new[] { 3, 4 })
            (Flags(daemon, descriptor) & CloseOnExec).Should().NotBe(0, "no child may inherit it");
        (await daemon.StopAsync()).Should().Be(0);
        File.Exists(UnixPath).Should().BeTrue("it is systemd's");
    }

    [TestCase("web=-", "The file descriptor 3 ('web') that systemd has handed over is no listening stream socket")]
    [TestCase("admin={0}", "is called 'admin', which is kept for another use")]
    public async Task What_can_not_be_served_is_named_and_the_daemon_does_not_start(string socket, string said)
    {
        await using var daemon = Start("", string.Format(null, socket, FreePort.Find()));

        (await daemon.WaitAsync(Patience)).Should().Be(1);

        daemon.Errors.Should().Contain("nova-pollinate: error: ").And.Contain(said);
    }

    private const int CloseOnExec = 0x80000;

    private static int Flags(ChildProcess process, int descriptor)
    {
        var flags = File.ReadLines($"/proc/{process.Id}/fdinfo/{descriptor}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return Convert.ToInt32(flags["flags:".Length..].Trim(), 8);
    }

    private static Task ServingAsync(ChildProcess daemon) => Eventually.WaitForAsync("the daemon to serve", Patience, () =>
        daemon.HasEnded
            ? throw new InvalidOperationException($"The daemon did not start:\n{daemon.Errors}")
            : Task.FromResult(daemon.Errors.Contains("Serving at", StringComparison.Ordinal)));

    private static X509ChainPolicy Trust(TestAuthority authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority.Certificate);
        return policy;
    }

    private ChildProcess Start(string configuration, params string[] sockets)
    {
        var file = Path.Combine(_folder.FullName, "nova-pollinate.conf");
        File.WriteAllText(file, $"[DEFAULT]\nauth_strategy = noauth\nproviders = test\n{configuration}");
        return ChildProcess.Start(
            "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "Python", "hand_over.py"), .. sockets, "--", Repository.Executable, "--config-file", file, "--config-dir", _folder.FullName],
            new Dictionary<string, string?> { ["CACHE_DIRECTORY"] = Path.Combine(_folder.FullName, "cache"), ["PYTHONDONTWRITEBYTECODE"] = "1" });
    }

    private HttpClient UnixClient() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(UnixPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
