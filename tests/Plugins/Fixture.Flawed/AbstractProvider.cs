using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Can't be constructed: abstract.</summary>
[Provider("abstract")]
public abstract class AbstractProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
