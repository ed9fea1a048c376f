using Pollinate.Abstractions;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>Lookups for tests that need no cloud.</summary>
internal static class TestLookups
{
    /// <summary>Projects as given, and nothing of any other kind.</summary>
    public static ProviderLookups Of(ILookup<Project> projects) => new(
        projects,
        new NothingFound<Server>(),
        new NothingFound<Image>(),
        new NothingFound<Volume>(),
        new NothingFound<CredentialList>(),
        new NothingFound<Secret>(),
        new ServiceClients(new UnconfiguredOpenStackSession()));
}
