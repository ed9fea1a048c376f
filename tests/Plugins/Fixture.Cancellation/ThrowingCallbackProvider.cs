using Pollinate.Abstractions;

namespace Fixture.Cancellation;

/// <summary>What it registers for its cancellation throws.</summary>
[Provider("throwing_callback")]
public sealed class ThrowingCallbackProvider : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        // Not taken back: the delay ends before this one is called.
        cancellationToken.Register(() => throw new InvalidOperationException("thrown by a callback"));
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return ProviderResult.Nothing;
    }
}
