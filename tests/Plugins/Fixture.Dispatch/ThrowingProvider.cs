using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Throws before its task exists.</summary>
[Provider("throwing")]
public sealed class ThrowingProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("thrown on purpose");
}
