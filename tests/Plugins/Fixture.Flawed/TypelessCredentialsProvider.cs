using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Declares a lookup of credentials and does not say of which type.</summary>
[Provider("typeless_credentials")]
[ProviderLookup(LookupKind.Credentials)]
public sealed class TypelessCredentialsProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
