using System.Globalization;

namespace Pollinate.Host.Caching;

/// <summary>Where Redis is: <c>redis://host:port/database</c>, or <c>rediss://</c> with TLS.</summary>
internal sealed record RedisAddress(string Host, int Port, int Database, bool IsTls)
{
    public const int DefaultPort = 6379;

    private const string Plain = "redis";
    private const string Secure = "rediss";

    /// <returns>Null when it is no such address, or has a user, a password, a query or a fragment in it.</returns>
    public static RedisAddress? Parse(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not (Plain or Secure)
            || url.Host.Length == 0
            || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            return null;
        }

        var path = url.AbsolutePath.Trim('/');
        var database = 0;
        if (path.Length > 0 && !int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database))
            return null;
        return new(url.DnsSafeHost, url.Port > 0 ? url.Port : DefaultPort, database, url.Scheme == Secure);
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
