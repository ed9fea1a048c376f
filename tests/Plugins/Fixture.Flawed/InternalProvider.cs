using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Can't be used: not public.</summary>
[Provider("internal")]
internal sealed class InternalProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
