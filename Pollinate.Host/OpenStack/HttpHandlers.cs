using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>Makes the connections to OpenStack's services.</summary>
internal static class HttpHandlers
{
    /// <summary>A connection is closed after this time, so that a change in DNS is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Makes the connection pool of one section.</summary>
    /// <param name="options">The section's TLS files.</param>
    /// <param name="timeout">How long a connect may take.</param>
    /// <exception cref="OpenStackException">A TLS file cannot be used.</exception>
    public static SocketsHttpHandler Create(KeystoneCredentialOptions options, TimeSpan timeout) => new()
    {
        // SameOriginRedirectHandler does it, and keeps tokens on the host that was asked.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectTimeout = timeout,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
        // A proxy that some variable of the environment names would see every token.
        UseProxy = false,
        ActivityHeadersPropagator = null,
        SslOptions = CreateTls(options),
    };

    private static SslClientAuthenticationOptions CreateTls(KeystoneCredentialOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        try
        {
            if (options.Insecure)
            {
#pragma warning disable CA5359 // The operator asked for it with insecure = true.
                tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            }
            else if (!string.IsNullOrEmpty(options.Cafile))
            {
                tls.CertificateChainPolicy = TrustOnly(TlsMaterial.ReadAuthorities(options.Cafile));
            }

            if (TlsMaterial.ReadClientCertificate(options) is { } certificate)
            {
                var chain = new X509Certificate2Collection();
                chain.ImportFromPemFile(options.Certfile!);
                tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new OpenStackException("A file of cafile, certfile and keyfile cannot be used.", e);
        }

        return tls;
    }

    /// <summary>Trusts these authorities and no other.</summary>
    public static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(authorities);
        return policy;
    }
}
