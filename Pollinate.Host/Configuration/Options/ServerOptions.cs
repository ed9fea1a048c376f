using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("server", DeprecatedName = "flask", Help = "The address that Nova's requests come to.")]
internal sealed record ServerOptions
{
    /// <summary>As many as fit below the unit's MemoryMax when each does its worst.</summary>
    public const int DefaultMaxConnections = 10_240;

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

    [Option("insecure_noauth",
        Help = "Start with auth_strategy = noauth or testing although the address is no loopback address: whoever reaches it can be anybody.")]
    public bool InsecureNoauth { get; init; }

    [Option("secret_key", Secret = true, Unused = "there are no sessions to sign",
        Help = "Read for compatibility with the original service; has no effect.")]
    public string? SecretKey { get; init; }
}
