using Pollinate.Abstractions;

namespace Fixture.Background;

/// <summary>Throws on a thread of its own.</summary>
[Provider("background_thread")]
public sealed class ThreadProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        new Thread(() => throw new InvalidOperationException("thrown on a thread")).Start();
        return Task.FromResult(ProviderResult.Nothing);
    }
}
