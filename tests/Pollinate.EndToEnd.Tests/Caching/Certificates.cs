using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Caching;

/// <summary>An authority, a server of 127.0.0.1 and a client that it has signed, as PEM files in a folder that goes with them.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("certificates-");

    public Certificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        Write(authority, "server", ServerCertificate, ServerKey);
        Write(authority, "client", ClientCertificate, ClientKey);
    }

    public string Authority => File_("authority.pem");

    public string ServerCertificate => File_("server.pem");

    public string ServerKey => File_("server.key");

    public string ClientCertificate => File_("client.pem");

    public string ClientKey => File_("client.key");

    public void Dispose() => _folder.Delete(recursive: true);

    private string File_(string name) => Path.Combine(_folder.FullName, name);

    private static void Write(X509Certificate2 authority, string name, string certificateFile, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, Marks.AddPrivateKey($"the key of the {name}", key.ExportPkcs8PrivateKeyPem()));
    }
}
