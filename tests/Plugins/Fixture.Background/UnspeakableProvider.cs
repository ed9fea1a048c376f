using Pollinate.Abstractions;

namespace Fixture.Background;

/// <summary>Throws, on a thread of its own, what can not be described.</summary>
[Provider("background_unspeakable")]
public sealed class UnspeakableProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        new Thread(() => throw new UnspeakableException()).Start();
        return Task.FromResult(ProviderResult.Nothing);
    }
}
