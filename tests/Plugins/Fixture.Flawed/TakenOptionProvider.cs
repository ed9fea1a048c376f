using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Declares an option that every section of a provider has already.</summary>
[Provider("taken_option")]
[ProviderOption("timeout", Help = "Means something else.")]
public sealed class TakenOptionProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
