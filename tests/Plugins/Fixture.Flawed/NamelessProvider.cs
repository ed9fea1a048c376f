using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Has no name.</summary>
public sealed class NamelessProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
