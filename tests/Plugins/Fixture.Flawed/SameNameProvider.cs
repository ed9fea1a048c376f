using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Has the name of another provider.</summary>
[Provider("closed")]
public sealed class SameNameProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
