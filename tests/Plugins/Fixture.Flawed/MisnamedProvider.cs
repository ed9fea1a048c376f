using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Has the host's own key for a name.</summary>
[Provider("cloud-init")]
public sealed class MisnamedProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
