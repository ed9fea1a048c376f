using Pollinate.Abstractions;

namespace Fixture.Cancellation;

/// <summary>What it registers for its cancellation never returns, though the call itself ends.</summary>
[Provider("blocking_callback")]
public sealed class BlockingCallbackProvider : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        // Callbacks run the last first: the delay has ended by the time that this one blocks.
        cancellationToken.UnsafeRegister(static _ => Gate.Wait(), null);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return ProviderResult.Nothing;
    }

    public void Dispose() => Gate.Open();
}
