using Pollinate.Abstractions;

namespace Fixture.Aliases;

/// <summary>Can't be constructed, but has a name and an alias of its own.</summary>
[Provider("unusable", Aliases = ["original.Unusable"])]
public abstract class UnusableProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
