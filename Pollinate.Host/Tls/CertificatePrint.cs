using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Tls;

/// <summary>
/// The files of <c>[ssl]</c> as they were at a moment, links followed: certbot and Kubernetes change where a link leads.
/// </summary>
internal readonly record struct CertificatePrint(FileTimes Certificate, FileTimes Key, FileTimes Authorities)
{
    public static CertificatePrint Take(SslOptions options) => new(Of(options.CertFile), Of(options.KeyFile), Of(options.CaFile));

    private static FileTimes Of(string? path) => string.IsNullOrEmpty(path) ? default : FileTimes.Of(path);
}
