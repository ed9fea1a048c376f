using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("oslo_middleware", Help = "Bounds on requests.")]
internal sealed record OsloMiddlewareOptions
{
    [Option("max_request_body_size", Minimum = 1, NeedsRestart = true, DeprecatedElsewhere = ["DEFAULT/osapi_max_request_body_size", "DEFAULT/max_request_body_size"],
        Help = "Largest body of a request, in bytes; a larger one is answered 413.")]
    public int? MaxRequestBodySize { get; init; } = 114_688;
}
