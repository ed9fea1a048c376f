using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Has the name of a section of the daemon's own.</summary>
[Provider("vault")]
public sealed class ReservedSectionProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
