using Pollinate.Abstractions;

namespace Fixture.AliasesTwin;

/// <summary>Has the name of a provider of another plugin for an alias.</summary>
[Provider("name_for_alias", Aliases = ["aliased"])]
public sealed class NameForAliasProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
