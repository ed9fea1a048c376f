using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Tls;

/// <summary>
/// What TLS connections are accepted with, of one state of the files. Immutable; one that is replaced serves the handshakes
/// that are under way, and goes with the last of them.
/// </summary>
/// <param name="Handshake">For the server's side of a handshake.</param>
/// <param name="Subject">Whom the certificate is of.</param>
/// <param name="ValidFrom">When it begins to be valid.</param>
/// <param name="ValidUntil">When it ends to be.</param>
internal sealed record ListenerCredentials(
    SslServerAuthenticationOptions Handshake, string Subject, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil)
{
    /// <exception cref="CertificateException">The files can't be used.</exception>
    public static ListenerCredentials Read(SslOptions options)
    {
        var (certificate, chain) = PemFiles.ReadCertificate(options.CertFile!, options.KeyFile);
        var authorities = string.IsNullOrEmpty(options.CaFile) ? null : PemFiles.ReadCertificates("ca_file", options.CaFile);
        var handshake = new SslServerAuthenticationOptions
        {
            // With the authorities' names, so that a client that has several certificates knows which to show.
            ServerCertificateContext = SslStreamCertificateContext.Create(
                certificate, chain, offline: true,
                authorities is null ? null : SslCertificateTrust.CreateForX509Collection(authorities, sendTrustInHandshake: true)),
            EnabledSslProtocols = options.Version.EndsWith('3') ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
            CipherSuitesPolicy = CipherNames.Policy(CipherNames.Parse(options.Ciphers).Suites),
            ClientCertificateRequired = authorities is not null,
            CertificateChainPolicy = authorities is null ? null : TrustOnly(authorities),
            AllowRenegotiation = false,
        };
        return new(handshake, certificate.Subject, new(certificate.NotBefore), new(certificate.NotAfter));
    }

    /// <summary>What is worth a word about the certificate at a moment; null when nothing.</summary>
    /// <param name="path">The certificate's file.</param>
    /// <param name="now">The moment.</param>
    public string? Flaw(string path, DateTimeOffset now)
    {
        const string cure = "callers refuse it. Put a valid one there; the daemon takes it without a restart.";
        if (now > ValidUntil)
            return $"[ssl] cert_file: the certificate of {Subject} in {path} has expired at {ValidUntil.UtcDateTime:u}; {cure}";
        return now < ValidFrom
            ? $"[ssl] cert_file: the certificate of {Subject} in {path} is not valid before {ValidFrom.UtcDateTime:u}; {cure}"
            : null;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            // A stranger's certificate could have the daemon ask at any address that is written in it.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
