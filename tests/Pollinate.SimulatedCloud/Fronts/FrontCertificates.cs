using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pollinate.SimulatedCloud.Fronts;

/// <summary>An authority of its own, with a good certificate for 127.0.0.1 and one that expired yesterday.</summary>
public sealed class FrontCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _good;
    private readonly X509Certificate2 _expired;

    public FrontCertificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of the fronts", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _authority = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        _good = Sign(now.AddDays(-10), now.AddDays(10));
        _expired = Sign(now.AddDays(-10), now.AddDays(-1));
        Good = SslStreamCertificateContext.Create(_good, additionalCertificates: null, offline: true);
        Expired = SslStreamCertificateContext.Create(_expired, additionalCertificates: null, offline: true);
    }

    /// <summary>The authority, for <c>cafile</c>.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    internal SslStreamCertificateContext Good { get; }

    internal SslStreamCertificateContext Expired { get; }

    public void Dispose()
    {
        _authority.Dispose();
        _good.Dispose();
        _expired.Dispose();
    }

    private X509Certificate2 Sign(DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, from, until, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
