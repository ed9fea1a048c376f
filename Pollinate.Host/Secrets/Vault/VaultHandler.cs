using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Secrets.Vault;

/// <summary>Makes the connections to Vault.</summary>
internal static class VaultHandler
{
    public static SocketsHttpHandler Create(VaultOptions options) => new()
    {
        // A redirect could take the token to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy that some variable of the environment names would see every secret.
        UseProxy = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = string.IsNullOrEmpty(options.Cacert) ? new() : TrustOnly(TlsMaterial.ReadAuthorities(options.Cacert)),
    };

    private static SslClientAuthenticationOptions TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(authorities);
        return new() { CertificateChainPolicy = policy };
    }
}
