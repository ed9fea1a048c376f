using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("cache", Help = "How long lookups in OpenStack are kept across requests. Within one request each is made at most once, and requests that ask while a call is under way share it, whatever stands here.")]
internal sealed record CacheOptions
{
    /// <summary>For what hardly changes.</summary>
    public const int DefaultSeconds = 60;

    /// <summary>As long as the calls take that Nova makes for one instance, and not much longer.</summary>
    public const int DefaultServerSeconds = 5;

    [Option("project_time", Minimum = 0, Help = "Seconds that a project is kept. 0: not at all. Without a value: 60.")]
    public int? ProjectTime { get; init; } = DefaultSeconds;

    [Option("image_time", Minimum = 0, Help = "Seconds that an image is kept. 0: not at all. Without a value: 60.")]
    public int? ImageTime { get; init; } = DefaultSeconds;

    [Option("server_time", Minimum = 0,
        Help = "Seconds that a server is kept: Nova asks several times about one instance, once for each target and again for each version of a config drive. 0: not at all. Without a value: 5.")]
    public int? ServerTime { get; init; } = DefaultServerSeconds;
}
