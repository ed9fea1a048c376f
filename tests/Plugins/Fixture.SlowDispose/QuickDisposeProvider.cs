using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.SlowDispose;

/// <summary>Says that it is disposed.</summary>
[Provider("quick_dispose")]
public sealed class QuickDisposeProvider(ILogger logger) : PollinateProvider, IDisposable
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);

    public void Dispose()
    {
        logger.LogInformation("disposed");
        Gate.Open();
    }
}
