using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Tls;

/// <summary>
/// TLS of the listener: each connection gets the credentials in force as it begins. Safe for any thread.
/// </summary>
internal sealed class ListenerTls
{
    /// <summary>How long a caller may take for the handshake before its connection is closed.</summary>
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    private readonly SslOptions _options;
    private volatile ListenerCredentials _credentials;

    private ListenerTls(SslOptions options, CertificatePrint print, ListenerCredentials credentials)
    {
        _options = options;
        Print = print;
        _credentials = credentials;
    }

    /// <summary>The state of the files that was read first.</summary>
    public CertificatePrint Print { get; }

    /// <summary>What new connections are accepted with.</summary>
    public ListenerCredentials Credentials => _credentials;

    /// <summary>The certificate's file.</summary>
    public string CertFile => _options.CertFile!;

    /// <summary>Reads the files.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="problems">What stands against TLS as it is configured, added to what is there already.</param>
    /// <returns>Null without TLS, or with a problem.</returns>
    public static ListenerTls? Open(SslOptions options, ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(options.CertFile))
        {
            foreach (var (name, value) in new[] { ("key_file", options.KeyFile), ("ca_file", options.CaFile) })
            {
                if (!string.IsNullOrEmpty(value))
                    problems.Add($"[ssl] {name} is set and cert_file is not, so that there would be no TLS; set cert_file, or leave {name} out.");
            }

            return null;
        }

        if (CipherNames.Parse(options.Ciphers).Unusable is { Count: > 0 } unusable)
        {
            problems.Add(CipherNames.Problem("[ssl] ciphers", unusable));
            return null;
        }

        try
        {
            var print = CertificatePrint.Take(options);
            return new(options, print, ListenerCredentials.Read(options));
        }
        catch (CertificateException exception)
        {
            problems.Add(exception.Message);
            return null;
        }
    }

    /// <summary>The files as they are now.</summary>
    public CertificatePrint TakePrint() => CertificatePrint.Take(_options);

    /// <summary>Reads the files again; what they hold serves the connections from now on.</summary>
    /// <exception cref="CertificateException">They can't be used, and all is as before.</exception>
    public void Renew() => _credentials = ListenerCredentials.Read(_options);

    /// <summary>What is worth a word at a moment; null when nothing.</summary>
    public string? Flaw(DateTimeOffset now) => _credentials.Flaw(CertFile, now);

    /// <summary>For the server.</summary>
    public TlsHandshakeCallbackOptions ForServer() => new()
    {
        OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(_credentials.Handshake),
        HandshakeTimeout = HandshakeTime,
    };
}
