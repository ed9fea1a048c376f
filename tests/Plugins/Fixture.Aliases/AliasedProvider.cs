using Pollinate.Abstractions;

namespace Fixture.Aliases;

/// <summary>Sound: has a name and two aliases.</summary>
[Provider("aliased", Aliases = ["original.providers.aliased.AliasedProvider", "original.older.AliasedProvider"])]
public sealed class AliasedProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
