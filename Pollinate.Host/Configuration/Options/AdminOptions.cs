using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("admin", Help = "The listener for operators and their monitoring: /healthcheck with its reasons, /metrics, /status. It has no vendordata, and asks nobody who they are.")]
internal sealed record AdminOptions
{
    public const int DefaultPort = 8614;

    [Option("enabled", NeedsRestart = true, Help = "Listen for operators at all.")]
    public bool Enabled { get; init; } = true;

    [Option("host", NeedsRestart = true,
        Help = "Address to listen on: an IPv4 or IPv6 address or a host name. Whoever reaches it is answered, so a loopback address unless something else keeps strangers away.")]
    public string Host { get; init; } = "127.0.0.1";

    [Option("port", Minimum = 0, Maximum = 65535, NeedsRestart = true,
        Help = "TCP port to listen on; 0 takes a free one and logs which. Without a value: 8614.")]
    public int? Port { get; init; } = DefaultPort;
}
