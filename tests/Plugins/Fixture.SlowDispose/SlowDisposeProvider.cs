using Pollinate.Abstractions;

namespace Fixture.SlowDispose;

/// <summary>Its disposal does not return before another provider of this plugin is disposed.</summary>
[Provider("slow_dispose")]
public sealed class SlowDisposeProvider : PollinateProvider, IDisposable
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);

    public void Dispose() => Gate.Wait();
}
