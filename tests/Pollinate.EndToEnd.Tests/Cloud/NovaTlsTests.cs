using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Keystone;
using Pollinate.EndToEnd.Tests.Nova;
using Pollinate.Host.Tests.Tls;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Cloud;

/// <summary>Nova's own client and the published daemon over TLS.</summary>
internal sealed class NovaTlsTests
{
    private const string Nothing = """{"pollinate":{}}""";

    private DirectoryInfo _folder = null!;
    private TestAuthority _authority = null!;
    private TestAuthority _other = null!;

    private static NovaInstance Instance => new(RealCloud.DemoProjectId);

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("nova-tls-");
        _authority = new("authority");
        _other = new("other");
        Write("authority.pem", _authority.Pem);
        Write("other.pem", _other.Pem);
    }

    [TearDown]
    public void TearDown()
    {
        _other.Dispose();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Nova_is_answered_when_vendordata_dynamic_ssl_certfile_is_the_authoritys_and_not_when_it_is_anothers()
    {
        using var below = new TestAuthority("below", _authority);
        var own = below.Sign("pollinate");
        await using var daemon = await StartAsync($"cert_file = {Write("cert.pem", own.Certificate + below.Pem)}\nkey_file = {Write("key.pem", own.Key)}\n");

        ShouldBeWhole(await AskAsync(daemon, "authority.pem"));

        var refusing = await AskAsync(daemon, "other.pem");
        refusing.Vendordata!.ToJsonString().Should().Be(Nothing);
        refusing.Log.Should().Contain("CERTIFICATE_VERIFY_FAILED");
        (await AskAsync(daemon, null)).Vendordata!.ToJsonString().Should().Be(Nothing, "the system's authorities did not sign it");
    }

    [Test]
    public async Task With_ca_file_Nova_is_answered_when_it_shows_a_certificate_of_that_authority()
    {
        var own = _authority.Sign("pollinate");
        await using var daemon = await StartAsync(
            $"cert_file = {Write("cert.pem", own.Certificate + own.Key)}\nca_file = {Path.Combine(_folder.FullName, "authority.pem")}\n");

        ShouldBeWhole(await AskAsync(daemon, "authority.pem", _authority.Sign("nova")));

        foreach (var refused in new[] { await AskAsync(daemon, "authority.pem"), await AskAsync(daemon, "authority.pem", _other.Sign("nova")) })
            refused.Vendordata!.ToJsonString().Should().Be(Nothing);
    }

    private static Task<PublishedDaemon> StartAsync(string section) => PublishedDaemon.StartAsync($"{RealCloud.Configuration}\n[ssl]\n{section}");

    private static void ShouldBeWhole(NovaAnswer answer)
    {
        answer.Vendordata!.ToJsonString().Should().Contain("\"project_name\":\"demo\"", because: answer.Log).And.Contain("\"OK\":\"Success\"");
        answer.Log.Should().NotContain("Error from dynamic vendordata");
    }

    private Task<NovaAnswer> AskAsync(PublishedDaemon daemon, string? authorities, (string Certificate, string Key, string Thumbprint)? client = null) =>
        NovaClient.OverTls(
            daemon.Address,
            RealCloud.Keystone.AuthUrl,
            KeystoneUser.Nova,
            authorities is null ? null : Path.Combine(_folder.FullName, authorities),
            client is { } own ? (Write("client.pem", own.Certificate), Write("client.key", own.Key)) : null).AskAsync(Instance);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, Marks.AddPrivateKey($"the key in {name}", text));
        return path;
    }
}
