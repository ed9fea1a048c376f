using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("service_auth", Help = "The user as whom providers look things up in OpenStack: keystoneauth's plugin and session options.")]
internal sealed record ServiceAuthOptions : KeystoneCredentialOptions
{
    [Option("interface", Help = "Endpoint of the catalog to use: public, internal or admin. When empty: the first of valid_interfaces, else public.")]
    public string? Interface { get; init; }

    [Option("valid_interfaces", Help = "Endpoints of the catalog to use, in this order of preference: public, internal, admin.")]
    public IReadOnlyList<string> ValidInterfaces { get; init; } = [];

    [Option("timeout", Minimum = 1, Help = "Seconds that any one call may take. When empty: [DEFAULT] api_timeout.")]
    public int? Timeout { get; init; }

    [Option("collect_timing", Unused = "calls are not timed one by one", Help = "Read for compatibility; has no effect.")]
    public bool CollectTiming { get; init; }

    [Option("split_loggers", Unused = "there is one logger a class", Help = "Read for compatibility; has no effect.")]
    public bool SplitLoggers { get; init; }
}
