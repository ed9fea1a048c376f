using Pollinate.Abstractions;

namespace Fixture.Aliases;

/// <summary>Sound: has a name alone.</summary>
[Provider("plain")]
public sealed class PlainProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
