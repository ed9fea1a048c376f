using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Says which secrets it needs: one by itself, those of a list, and any of a form.</summary>
[Provider("g_named_secrets")]
[ProviderOption("zones", Type = ProviderOptionType.List, Default = "monash:LICENSE_TOKEN_MONASH, qh2:LICENSE_TOKEN_ARDC")]
[ProviderOption("pattern", Default = "WINDOWS_PRODUCT_KEY_{host}")]
[ProviderOption("unset")]
[ProviderLookup(LookupKind.Secrets, Id = "LICENSE_TOKEN_ARDC")]
[ProviderLookup(LookupKind.Secrets, Id = "{zones}")]
[ProviderLookup(LookupKind.Secrets, Id = "{pattern}")]
[ProviderLookup(LookupKind.Secrets, Id = "{unset}")]
public sealed class GNamedSecretsProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
