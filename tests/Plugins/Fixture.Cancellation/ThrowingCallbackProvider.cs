using Pollinate.Abstractions;

namespace Fixture.Cancellation;

/// <summary>What it registers for its cancellation throws.</summary>
[Provider("throwing_callback")]
public sealed class ThrowingCallbackProvider : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => throw new InvalidOperationException("thrown by a callback"));
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return ProviderResult.Nothing;
    }
}
