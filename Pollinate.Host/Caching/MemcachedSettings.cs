using System.Net.Security;

namespace Pollinate.Host.Caching;

/// <summary>How memcached is talked to.</summary>
internal sealed record MemcachedSettings
{
    /// <summary>Connections to one server at most.</summary>
    public required int MaximumConnections { get; init; }

    /// <summary>How long a connection that nobody uses is kept.</summary>
    public required TimeSpan UnusedTime { get; init; }

    /// <summary>How long a call waits for a connection when all are in use.</summary>
    public required TimeSpan ConnectionWait { get; init; }

    /// <summary>TLS but for the server's name; null without.</summary>
    public required Func<string, SslClientAuthenticationOptions>? Tls { get; init; }

    /// <summary>As whom to log in by SASL; null without.</summary>
    public required (string Username, string Password)? Login { get; init; }

    // A record prints its members, and one is a password.
    public override string ToString() => nameof(MemcachedSettings);
}
