using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Counts the runs of all its kind in this plugin, so that the answers tell the order.</summary>
public abstract class OrderProvider : PollinateProvider
{
    private static int _runs;

    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var run = Interlocked.Increment(ref _runs);
        // Gives a provider that was started too early the chance to overtake.
        await Task.Delay(20, cancellationToken);
        return ProviderResult.Write(writer => writer.WriteNumberValue(run));
    }
}
