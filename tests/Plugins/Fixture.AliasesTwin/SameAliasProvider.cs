using Pollinate.Abstractions;

namespace Fixture.AliasesTwin;

/// <summary>Has the alias of a provider of another plugin, and one that is the name of a provider that can't be used.</summary>
[Provider("same_alias", Aliases = ["original.older.AliasedProvider", "unusable"])]
public sealed class SameAliasProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
