using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Returns no task at all.</summary>
[Provider("null_task")]
public sealed class NullTaskProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) => null!;
}
