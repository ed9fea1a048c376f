using Pollinate.Abstractions;

namespace Fixture.Blocking;

/// <summary>Blocks the thread that calls it.</summary>
[Provider("blocking")]
public sealed class BlockingProvider : PollinateProvider, IDisposable
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Gate.Wait();
        return Task.FromResult(ProviderResult.Write(writer => writer.WriteNumberValue(1)));
    }

    public void Dispose() => Gate.Open();
}
