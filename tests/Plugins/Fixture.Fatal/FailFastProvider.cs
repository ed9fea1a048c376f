using Pollinate.Abstractions;

namespace Fixture.Fatal;

/// <summary>Ends the process as one that must not go on.</summary>
[Provider("fails_fast")]
public sealed class FailFastProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Environment.FailFast("the plugin had enough");
        return Task.FromResult(ProviderResult.Nothing);
    }
}
