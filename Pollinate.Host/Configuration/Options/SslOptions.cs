using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("ssl", Help = "TLS on the TCP addresses of [server], as oslo.service has it. The files are read again when they change.")]
internal sealed record SslOptions
{
    public const string Tls12 = "TLSv1.2";
    public const string Tls13 = "TLSv1.3";

    [Option("cert_file", Path = PathPlace.Whole, Content = SecretContent.PrivateKey, NeedsRestart = true, DeprecatedElsewhere = ["DEFAULT/ssl_cert_file"],
        Help = "PEM file of the daemon's certificate, with those of the authorities between it and the root behind it. When empty: no TLS.")]
    public string? CertFile { get; init; }

    [Option("key_file", Path = PathPlace.Whole, Content = SecretContent.Whole, NeedsRestart = true, DeprecatedElsewhere = ["DEFAULT/ssl_key_file"],
        Help = "PEM file of the certificate's private key, not encrypted. When empty: cert_file holds it, too.")]
    public string? KeyFile { get; init; }

    [Option("ca_file", Path = PathPlace.Whole, NeedsRestart = true, DeprecatedElsewhere = ["DEFAULT/ssl_ca_file"],
        Help = "PEM file of authorities. When set, whoever connects must show a certificate that one of them has signed.")]
    public string? CaFile { get; init; }

    [Option("version", NeedsRestart = true, Choices = [Tls12, Tls13, "TLSv1_2", "TLSv1_3"], ChoicesIgnoreCase = true,
        ChoiceHelp = ["TLS 1.2", "TLS 1.3", "TLS 1.2, as oslo.service writes it", "TLS 1.3, as oslo.service writes it"],
        Help = "The oldest version of TLS that is spoken.")]
    public string Version { get; init; } = Tls12;

    [Option("ciphers", NeedsRestart = true,
        Help = "The cipher suites allowed, in OpenSSL's or IANA's names, separated by colons; without one of TLS 1.3 the usual ones of TLS 1.3 are allowed as well. When empty: the system's choice.")]
    public string? Ciphers { get; init; }
}
