using Pollinate.Abstractions;

namespace Fixture.NewerContractSignature;

/// <summary>Uses a parameter that only a newer contract has, and at a request alone.</summary>
[Provider("newer_signature")]
public sealed class NewerProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Parse("1"u8));
}
