using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pollinate.Host.Tests.Tls;

/// <summary>An authority that signs certificates, either a root or one below another.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name, TestAuthority? above = null)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = above is null
            ? request.CreateSelfSigned(Now.AddDays(-20), Now.AddDays(20))
            : request.Create(above.Certificate, Now.AddDays(-15), Now.AddDays(15), Serial());
        if (above is not null)
            Certificate = Certificate.CopyWithPrivateKey(_key);
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Signs a certificate for 127.0.0.1, of a server and a client.</summary>
    /// <returns>The certificate and its key, in PEM.</returns>
    public (string Certificate, string Key, string Thumbprint) Sign(string name, int fromDays = -1, int untilDays = 5)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(Certificate, Now.AddDays(fromDays), Now.AddDays(untilDays), Serial());
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n", certificate.Thumbprint);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static byte[] Serial() => RandomNumberGenerator.GetBytes(8);
}
