using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pollinate.EndToEnd.Tests.Configuration;

/// <summary>A folder for what a configuration names, with the certificate of <see cref="EveryValue"/>.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nova-pollinate-configuration-");

    public ConfigurationFolder()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=nova-pollinate", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        Directory.CreateDirectory(PluginsFolder);
    }

    public string FullName => _folder.FullName;

    public string CertificateFile => Path.Combine(FullName, "client.pem");

    public string KeyFile => Path.Combine(FullName, "client.key");

    /// <summary>An empty folder for plugins.</summary>
    public string PluginsFolder => Path.Combine(FullName, "plugins");

    public string LogFile => Path.Combine(FullName, "daemon.log");

    public void Dispose() => _folder.Delete(recursive: true);
}
