using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>A cloud that has nothing.</summary>
internal static class EmptyCloud
{
    public static ProviderLookups Lookups() => new(
        new NothingFound<Project>(),
        new NothingFound<Server>(),
        new NothingFound<Image>(),
        new NothingFound<Volume>(),
        new NothingFound<CredentialList>(),
        new NothingFound<Secret>(),
        new NoClients());
}
