using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Lookups;

/// <summary>The resources that are kept across requests, each kind for its time. Knows no client. Safe for any thread.</summary>
/// <remarks>
/// Every guest is another server, so few are kept: those of the last seconds of a storm. With more of them a storm fills
/// the memory with what nobody will ask for again, and the garbage collector copies it time and again.
/// </remarks>
internal sealed class ResourceStores(CacheOptions options, TimeProvider clock)
{
    private const int MostServers = 2_000;

    public KeptResources<Project> Projects { get; } = new(TimeSpan.FromSeconds(options.ProjectTime ?? CacheOptions.DefaultSeconds), clock);

    public KeptResources<Image> Images { get; } = new(TimeSpan.FromSeconds(options.ImageTime ?? CacheOptions.DefaultSeconds), clock);

    public KeptResources<Server> Servers { get; } =
        new(TimeSpan.FromSeconds(options.ServerTime ?? CacheOptions.DefaultServerSeconds), clock, MostServers);

    /// <summary>
    /// Not kept: who changes a credential and boots a guest at once must find it. It still makes one call for all who ask
    /// meanwhile.
    /// </summary>
    public KeptResources<CredentialList> Credentials { get; } = new(TimeSpan.Zero, clock);
}
