using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>Reads the PEM files that a section names.</summary>
internal static class TlsMaterial
{
    /// <summary>Reads them all, once, to find what is wrong before the first call needs them.</summary>
    public static void Check(string section, KeystoneCredentialOptions options, OptionsReport report)
    {
        if (!options.Insecure && !string.IsNullOrEmpty(options.Cafile))
        {
            Try(section, "cafile", options.Cafile, report, () =>
            {
                foreach (var authority in ReadAuthorities(options.Cafile))
                    authority.Dispose();
            });
        }

        if (string.IsNullOrEmpty(options.Certfile))
        {
            if (!string.IsNullOrEmpty(options.Keyfile))
                report.Warning($"[{section}] keyfile has no effect without certfile. Set certfile, or leave keyfile out.");
            return;
        }

        var keyIsReadable = string.IsNullOrEmpty(options.Keyfile)
            || Try(section, "keyfile", options.Keyfile, report, () => File.OpenRead(options.Keyfile).Dispose());
        var certificateIsReadable =
            Try(section, "certfile", options.Certfile, report, () => File.OpenRead(options.Certfile).Dispose());
        if (keyIsReadable && certificateIsReadable)
            Try(section, "certfile", options.Certfile, report, () => ReadClientCertificate(options)?.Dispose());
    }

    /// <summary>The authorities of a file.</summary>
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static X509Certificate2Collection ReadAuthorities(string cafile)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(cafile);
        if (authorities.Count == 0)
            throw new CryptographicException("it holds no PEM certificate");
        return authorities;
    }

    /// <summary>The client certificate with its key, or null when none is configured.</summary>
    /// <exception cref="CryptographicException">The files hold no certificate with its key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static X509Certificate2? ReadClientCertificate(KeystoneCredentialOptions options) =>
        string.IsNullOrEmpty(options.Certfile)
            ? null
            : X509Certificate2.CreateFromPemFile(
                options.Certfile, string.IsNullOrEmpty(options.Keyfile) ? null : options.Keyfile);

    private static bool Try(string section, string option, string path, OptionsReport report, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be used: {e.Message.TrimEnd('.')}";
            report.Problem($"[{section}] {option} '{path}' {reason}. Name a PEM file that the daemon's user may read.");
            return false;
        }
    }
}
