using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.NeverEnding;

/// <summary>Waits without an end, but ends when it is cancelled.</summary>
[Provider("cancellable")]
public sealed class CancellableProvider(ILogger logger) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        logger.LogInformation("begun");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            logger.LogInformation("ended as cancelled");
        }

        return ProviderResult.Nothing;
    }
}
