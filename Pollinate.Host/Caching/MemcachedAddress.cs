using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pollinate.Host.Caching;

/// <summary>Where a memcached server listens.</summary>
/// <param name="Host">The name or address that its certificate must bear.</param>
/// <param name="EndPoint">Where to connect.</param>
/// <param name="Text">As it is written in messages.</param>
internal sealed record MemcachedAddress(string Host, EndPoint EndPoint, string Text)
{
    public const int DefaultPort = 11211;

    private const string UnixPrefix = "unix:";
    private const string Version4Prefix = "inet:";
    private const string Version6Prefix = "inet6:";

    /// <summary>Reads what python-memcached reads: host, host:port, [address]:port, inet:…, inet6:…, unix:/path or /path.</summary>
    /// <returns>Null when it is none of these.</returns>
    public static MemcachedAddress? Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return OfSocket(text[UnixPrefix.Length..]);
        if (text.StartsWith('/'))
            return OfSocket(text);
        if (text.StartsWith(Version4Prefix, StringComparison.Ordinal))
            text = text[Version4Prefix.Length..];
        else if (text.StartsWith(Version6Prefix, StringComparison.Ordinal))
            text = text[Version6Prefix.Length..];
        return OfHost(text);
    }

    public override string ToString() => Text;

    private static MemcachedAddress? OfSocket(string path) =>
        path.StartsWith('/') && path.Length <= 107 && !path.Contains('\0', StringComparison.Ordinal)
            ? new("localhost", new UnixDomainSocketEndPoint(path), UnixPrefix + path)
            : null;

    private static MemcachedAddress? OfHost(string text)
    {
        // An IPv6 address without brackets has no port.
        if (IPAddress.TryParse(text, out var bare) && bare.AddressFamily == AddressFamily.InterNetworkV6 && !text.StartsWith('['))
            return OfAddress(bare, DefaultPort);

        var (host, port) = Split(text);
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return null;
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            return IPAddress.TryParse(host[1..^1], out var bracketed) && bracketed.AddressFamily == AddressFamily.InterNetworkV6
                ? OfAddress(bracketed, number)
                : null;
        }

        if (IPAddress.TryParse(host, out var address))
            return OfAddress(address, number);
        return Uri.CheckHostName(host) == UriHostNameType.Dns ? new(host, new DnsEndPoint(host, number), $"{host}:{number}") : null;
    }

    private static (string Host, string Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf(']')
            ? (text[..colon], text[(colon + 1)..])
            : (text, DefaultPort.ToString(CultureInfo.InvariantCulture));
    }

    private static MemcachedAddress OfAddress(IPAddress address, int port)
    {
        var endPoint = new IPEndPoint(address, port);
        return new(address.ToString(), endPoint, endPoint.ToString());
    }
}
