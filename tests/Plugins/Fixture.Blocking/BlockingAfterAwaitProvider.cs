using Pollinate.Abstractions;

namespace Fixture.Blocking;

/// <summary>Blocks the thread that it goes on with after an await.</summary>
[Provider("blocking_after_await")]
public sealed class BlockingAfterAwaitProvider : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Gate.Wait();
        return ProviderResult.Write(writer => writer.WriteNumberValue(1));
    }

    public void Dispose() => Gate.Open();
}
