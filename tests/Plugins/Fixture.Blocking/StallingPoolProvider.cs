using Pollinate.Abstractions;

namespace Fixture.Blocking;

/// <summary>Gives the thread pool far more to wait for than it has threads, and will have in the time of a test.</summary>
[Provider("stalling_pool")]
public sealed class StallingPoolProvider : PollinateProvider
{
    private const int Pieces = 100_000;

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        for (var piece = 0; piece < Pieces; piece++)
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Gate.Wait(), null);
        return Task.FromResult(ProviderResult.Nothing);
    }
}
