using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Tells how many credentials there are.</summary>
[Provider("d_credentials")]
[ProviderLookup(LookupKind.Credentials, Id = "cloudstor")]
public sealed class DCredentialProvider(ILookup<CredentialList> credentials) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Text.Of((await credentials.FindAsync(context, "cloudstor", cancellationToken))?.ToString());
}
