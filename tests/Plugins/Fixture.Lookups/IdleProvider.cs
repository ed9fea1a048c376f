using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Declares every lookup and asks for none.</summary>
[Provider("idle")]
[ProviderLookup(LookupKind.Project)]
[ProviderLookup(LookupKind.Server)]
[ProviderLookup(LookupKind.Image)]
[ProviderLookup(LookupKind.Credentials, Id = "cloudstor")]
[ProviderLookup(LookupKind.Secrets)]
[ProviderLookup((LookupKind)4711)]
public sealed class IdleProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Text.Of("done"));
}
