using Pollinate.Abstractions;

namespace Fixture.KeepsTheProcess;

/// <summary>Never returns from its constructor.</summary>
[Provider("never_constructed")]
public sealed class NeverConstructedProvider : PollinateProvider
{
    public NeverConstructedProvider() => new ManualResetEventSlim().Wait();

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
