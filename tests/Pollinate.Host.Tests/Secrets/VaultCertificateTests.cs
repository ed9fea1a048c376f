using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>Whose certificates are believed.</summary>
internal sealed class VaultCertificateTests
{
    private const string Good = """{"data": {"data": {"a": "b"}, "metadata": {}}}""";

    [Test]
    public async Task Only_the_authorities_of_cacert_are_believed()
    {
        using var folder = new TemporaryFolder();
        using var certificate = SelfSigned("127.0.0.1");
        using var stranger = SelfSigned("127.0.0.1");
        var cacert = folder.Write("ca.pem", certificate.ExportCertificatePem());
        var other = folder.Write("other.pem", stranger.ExportCertificatePem());
        await using var right = await ScriptedVault.StartAsync(Reply.Json(200, Good), options => options with { Cacert = cacert }, certificate);
        await using var wrong = await ScriptedVault.StartAsync(Reply.Json(200, Good), options => options with { Cacert = other }, certificate);
        await using var none = await ScriptedVault.StartAsync(Reply.Json(200, Good), certificate: certificate);

        (await right.Store.ReadAsync()).Should().ContainKey("a");
        (await wrong.Store.FailureAsync()).Message.Should().Be("vault: GET v1/secret/data/p: Vault can't be asked (SecureConnectionError).");
        (await none.Store.FailureAsync()).Message.Should().EndWith("(SecureConnectionError).");
        wrong.Requests.Concat(none.Requests).Should().BeEmpty("the token is not shown to a stranger");
    }

    [Test]
    public async Task A_certificate_for_another_host_is_not_believed()
    {
        using var folder = new TemporaryFolder();
        using var certificate = SelfSigned("127.0.0.2");
        var cacert = folder.Write("ca.pem", certificate.ExportCertificatePem());
        await using var vault = await ScriptedVault.StartAsync(Reply.Json(200, Good), options => options with { Cacert = cacert }, certificate);

        (await vault.Store.FailureAsync()).Message.Should().EndWith("(SecureConnectionError).");
    }

    [Test]
    public async Task A_cacert_that_has_gone_is_named()
    {
        await using var vault = await ScriptedVault.StartAsync(Reply.Json(200, Good), options => options with { Cacert = "/no/such/ca.pem" });

        (await vault.Store.FailureAsync()).Message.Should().StartWith("vault: GET v1/secret/data/p: [vault] cacert '/no/such/ca.pem' can't be used");
    }

    private static X509Certificate2 SelfSigned(string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=vault", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        // Certificates are checked by the machine's clock, not the test's.
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
