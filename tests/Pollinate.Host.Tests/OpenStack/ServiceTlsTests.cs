using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>Whose certificates the session of <c>[service_auth]</c> believes.</summary>
internal sealed class ServiceTlsTests
{
    private readonly TestClock _clock = new();
    private TemporaryFolder _folder = null!;
    private X509Certificate2 _certificate = null!;
    private X509Certificate2 _other = null!;
    private ScriptedKeystone _keystone = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = new();
        _certificate = Make();
        _other = Make();
        _keystone = await ScriptedKeystone.StartAsync(_clock, certificate: _certificate);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _keystone.DisposeAsync();
        _certificate.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task An_authority_of_cafile_is_believed() =>
        (await AskAsync(new() { Cafile = Write(_certificate) })).IsNotFound.Should().BeTrue();

    [Test]
    public async Task Whoever_is_signed_by_no_authority_of_cafile_is_not_believed() =>
        await ShouldBeRefusedAsync(new() { Cafile = Write(_other) });

    [Test]
    public async Task Without_cafile_the_systems_authorities_are_believed() => await ShouldBeRefusedAsync(new());

    [Test]
    public async Task Insecure_believes_anybody_and_goes_before_cafile() =>
        (await AskAsync(new() { Insecure = true, Cafile = Write(_other) })).IsNotFound.Should().BeTrue();

    [Test]
    public async Task The_certificate_of_certfile_is_shown_with_the_key_of_keyfile_or_its_own()
    {
        var key = _folder.Write("key.pem", _other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var both = _folder.Write("both.pem", $"{_other.ExportCertificatePem()}\n{File.ReadAllText(key)}\n");

        await AskAsync(new() { Insecure = true, Certfile = Write(_other), Keyfile = key });
        await AskAsync(new() { Insecure = true, Certfile = both });
        _keystone.Requests.Should().NotBeEmpty().And.OnlyContain(request => request.ClientCertificate == _other.Thumbprint);

        var before = _keystone.Requests.Count;
        await AskAsync(new() { Insecure = true });
        _keystone.Requests.Skip(before).Should().NotBeEmpty().And.OnlyContain(request => request.ClientCertificate == null);
    }

    private async Task ShouldBeRefusedAsync(ServiceAuthOptions options)
    {
        (await OpenStackOfTests.FailureOfAsync<OpenStackException>(() => AskAsync(options)))
            .Should().Contain("the certificate is not trusted");
        _keystone.Requests.Should().BeEmpty("nothing is sent before the certificate is believed");
        _clock.Waits.Should().BeEmpty("a certificate gets no better by another try");
    }

    private async Task<ServiceAnswer> AskAsync(ServiceAuthOptions options)
    {
        await using var openStack = OpenStackOfTests.Against(
            _keystone, _clock, options with { AuthType = "v3password", UserId = "u", Password = "pw", ProjectId = "p" });
        return await openStack.Session.GetAsync("identity", "projects/p", CancellationToken.None);
    }

    private string Write(X509Certificate2 certificate) =>
        _folder.Write($"{certificate.SerialNumber}.pem", certificate.ExportCertificatePem());

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
