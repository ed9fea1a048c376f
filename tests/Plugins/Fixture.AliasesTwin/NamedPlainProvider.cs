using Pollinate.Abstractions;

namespace Fixture.AliasesTwin;

/// <summary>Has the name of a provider of another plugin.</summary>
[Provider("plain")]
public sealed class NamedPlainProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
