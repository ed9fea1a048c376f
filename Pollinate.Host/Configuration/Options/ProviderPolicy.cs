using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

/// <summary>What every provider's section has beside the options that the provider declares: how the daemon treats it.</summary>
internal sealed record ProviderPolicy
{
    [Option("timeout", Minimum = 0, Maximum = DefaultOptions.MostSeconds,
        Help = "Seconds that one call of the provider may take, within [DEFAULT] request_timeout. 0 or without a value: as long as the request has.")]
    public double? Timeout { get; init; }

    [Option("max_concurrency", Minimum = 1,
        Help = "The most calls of the provider at the same time, those among them that never ended. Others wait for their turn as long as their request has time. Without a value: 100.")]
    public int? MaxConcurrency { get; init; } = 100;

    [Option("required",
        Help = "A request that the provider fails for is answered 500 and not without it, so that Nova with vendordata_dynamic_failure_fatal boots no guest that lacks it.")]
    public bool Required { get; init; }

    [Option("breaker_threshold", Minimum = 0,
        Help = "After so many failures or time-outs one after the other the provider is left out for breaker_time. 0: it never is. Without a value: 10.")]
    public int? BreakerThreshold { get; init; } = 10;

    [Option("breaker_time", Minimum = 0, Maximum = DefaultOptions.MostSeconds,
        Help = "Seconds that the provider is left out after breaker_threshold failures; then one call tries it again. Without a value: 5.")]
    public double? BreakerTime { get; init; } = 5;
}
