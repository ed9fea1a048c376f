using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Declares that it needs secrets.</summary>
[Provider("needs_secrets")]
[ProviderLookup(LookupKind.Secrets)]
public sealed class NeedsSecretsProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
