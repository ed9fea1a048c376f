using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("server", DeprecatedName = "flask", Help = "The address that Nova's requests come to.")]
internal sealed record ServerOptions
{
    /// <summary>As many as fit below the unit's MemoryMax when each does its worst.</summary>
    public const int DefaultMaxConnections = 10_240;

    /// <summary>More than a request may take, and less than the unit's TimeoutStopSec with the rest of a stop.</summary>
    public const double DefaultShutdownTimeout = 5;

    private const int MostSeconds = 3600;

    [Option("host", NeedsRestart = true,
        Help = "Address to listen on: an IPv4 or IPv6 address, a host name, or 0.0.0.0 or :: for all.")]
    public string Host { get; init; } = "0.0.0.0";

    [Option("port", Minimum = 0, Maximum = 65535, NeedsRestart = true,
        Help = "TCP port to listen on; 0 takes a free one and logs which. With unix_socket and no value here nothing listens on TCP.")]
    public int? Port { get; init; } = 8612;

    [Option("unix_socket", Path = PathPlace.Whole, NeedsRestart = true,
        Help = "Path of a unix socket to listen on as well, in plain HTTP; its mode is 0660. When empty: none.")]
    public string? UnixSocket { get; init; }

    [Option("max_connections", Minimum = 1, NeedsRestart = true,
        Help = "The most connections at one time; what comes beyond is closed at once. Without a value: 10240.")]
    public int? MaxConnections { get; init; } = DefaultMaxConnections;

    [Option("shutdown_delay", Minimum = 0, Maximum = MostSeconds,
        Help = "Seconds that the daemon serves on when it is told to stop, while /healthcheck answers 503: as long as a load balancer needs to notice. systemd is told, so that it waits as long.")]
    public double? ShutdownDelay { get; init; } = 0;

    [Option("shutdown_timeout", Minimum = 0, Maximum = MostSeconds,
        Help = "Seconds that requests may still take when the daemon stops and nobody can connect any longer; what is left then is cut off. Without a value: 5.")]
    public double? ShutdownTimeout { get; init; } = DefaultShutdownTimeout;

    [Option("insecure_noauth",
        Help = "Start with auth_strategy = noauth or testing although the address is no loopback address: whoever reaches it can be anybody.")]
    public bool InsecureNoauth { get; init; }

    [Option("secret_key", Secret = true, Unused = "there are no sessions to sign",
        Help = "Read for compatibility with the original service; has no effect.")]
    public string? SecretKey { get; init; }
}
