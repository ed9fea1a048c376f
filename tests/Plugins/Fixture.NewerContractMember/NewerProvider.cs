using Pollinate.Abstractions;

namespace Fixture.NewerContractMember;

/// <summary>Uses a member that only a newer contract has, and at a request alone.</summary>
[Provider("newer_member")]
public sealed class NewerProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.FromText("new"));
}
