using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pollinate.Host.Tls;

/// <summary>Reads the PEM files of <c>[ssl]</c>, and says of each what is wrong with it.</summary>
internal static class PemFiles
{
    private const string KeyLabel = "PRIVATE KEY";
    private const string EncryptedKeyLabel = "ENCRYPTED PRIVATE KEY";

    /// <summary>How OpenSSL's older form says that a key is encrypted.</summary>
    private const string EncryptedKeyHeader = "Proc-Type: 4,ENCRYPTED";

    /// <summary>The certificate with its private key, and all certificates of its file.</summary>
    /// <param name="certFile">The file of the certificate.</param>
    /// <param name="keyFile">The file of the key; null when it is the same.</param>
    /// <exception cref="CertificateException">They can't be used.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ReadCertificate(string certFile, string? keyFile)
    {
        var chain = ReadCertificates("cert_file", certFile);
        var (keyOption, keyPath) = string.IsNullOrEmpty(keyFile) ? ("cert_file", certFile) : ("key_file", keyFile);
        var key = Read(keyOption, keyPath);
        EnsureOpenKey(keyOption, keyPath, key);
        try
        {
            return (X509Certificate2.CreateFromPem(Read("cert_file", certFile), key), chain);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new CertificateException(
                $"[ssl] {keyOption}: the key in {keyPath} is not that of the first certificate in {certFile}; put the two together that were " +
                "made together, the daemon's own certificate first.");
        }
    }

    /// <summary>All certificates of a file.</summary>
    /// <exception cref="CertificateException">There is none, or one can't be read.</exception>
    public static X509Certificate2Collection ReadCertificates(string option, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Read(option, path));
        }
        catch (CryptographicException exception)
        {
            throw new CertificateException($"[ssl] {option}: {path} can't be read as PEM certificates ({exception.Message.TrimEnd('.')}); write it anew.");
        }

        return certificates.Count > 0
            ? certificates
            : throw new CertificateException($"[ssl] {option}: {path} holds no PEM certificate; name a file with '-----BEGIN CERTIFICATE-----' in it.");
    }

    private static void EnsureOpenKey(string option, string path, string text)
    {
        var labels = new List<string>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            labels.Add(rest[fields.Label].ToString());
        if (labels.Contains(EncryptedKeyLabel) || text.Contains(EncryptedKeyHeader, StringComparison.Ordinal))
        {
            throw new CertificateException(
                $"[ssl] {option}: the key in {path} is encrypted, and nobody is there to type a passphrase; " +
                "decrypt it with 'openssl pkey -in FILE -out FILE', and let the daemon's user alone read it.");
        }

        if (!labels.Exists(label => label.EndsWith(KeyLabel, StringComparison.Ordinal)))
            throw new CertificateException($"[ssl] {option}: {path} holds no PEM private key; name the file that does in [ssl] key_file.");
    }

    private static string Read(string option, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateException($"[ssl] {option}: {path} does not exist; name a PEM file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CertificateException($"[ssl] {option}: {path} can't be read ({exception.Message.TrimEnd('.')}); name a PEM file that the daemon's user may read.");
        }
    }
}
