namespace Pollinate.Host.Tls;

/// <summary>The files of <c>[ssl]</c> can't be used; the message names option, file and cure.</summary>
internal sealed class CertificateException(string message) : Exception(message);
