using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Tls;

namespace Pollinate.Host.Caching;

/// <summary>The PEM files that TLS with a shared cache needs, under the names that their options have.</summary>
/// <param name="Section">The section of the options.</param>
/// <param name="Prefix">What stands before <c>cafile</c>, <c>certfile</c> and <c>keyfile</c> in their names.</param>
/// <param name="Cafile">The authorities; the system's when null.</param>
/// <param name="Certfile">The client certificate; none when null.</param>
/// <param name="Keyfile">Its key; in <paramref name="Certfile"/> when null.</param>
internal sealed record CacheTls(string Section, string Prefix, string? Cafile, string? Certfile, string? Keyfile)
{
    /// <summary>The cipher suites that may be spoken, as OpenSSL or IANA name them; the system's when null.</summary>
    public string? Ciphers { get; init; }

    /// <summary>Reads the files, once, to find what is wrong before the first call needs them.</summary>
    public void Check(OptionsReport report)
    {
        if (CipherNames.Parse(Ciphers).Unusable is { Count: > 0 } unusable)
            report.Problem(CipherNames.Problem($"[{Section}] {Prefix}allowed_ciphers", unusable));
        if (Cafile is not null)
        {
            Try("cafile", Cafile, report, () =>
            {
                foreach (var authority in TlsMaterial.ReadAuthorities(Cafile))
                    authority.Dispose();
            });
        }

        if (Certfile is not null)
        {
            if (Keyfile is null || Try("keyfile", Keyfile, report, () => File.OpenRead(Keyfile).Dispose()))
                Try("certfile", Certfile, report, () => ReadClientCertificate()?.Dispose());
        }
        else if (Keyfile is not null)
        {
            report.Warning($"[{Section}] {Prefix}keyfile has no effect without {Prefix}certfile. Set {Prefix}certfile, or leave {Prefix}keyfile out.");
        }
    }

    /// <summary>Reads the files.</summary>
    /// <returns>Makes the options for a server of that name.</returns>
    public Func<string, SslClientAuthenticationOptions> Read()
    {
        var policy = Cafile is null ? null : HttpHandlers.TrustOnly(TlsMaterial.ReadAuthorities(Cafile));
        var context = ReadClientCertificate() is { } certificate ? ContextOf(certificate) : null;
        var ciphers = CipherNames.Policy(CipherNames.Parse(Ciphers).Suites);
        return host => new()
        {
            TargetHost = host,
            CipherSuitesPolicy = ciphers,
            CertificateChainPolicy = policy,
            ClientCertificateContext = context,
        };
    }

    private SslStreamCertificateContext ContextOf(X509Certificate2 certificate)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(Certfile!);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private X509Certificate2? ReadClientCertificate() =>
        Certfile is null ? null : X509Certificate2.CreateFromPemFile(Certfile, Keyfile);

    private bool Try(string option, string path, OptionsReport report, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be used: {e.Message.TrimEnd('.')}";
            report.Problem($"[{Section}] {Prefix}{option} '{path}' {reason}. Name a PEM file that the daemon's user may read.");
            return false;
        }
    }
}
