using Pollinate.Abstractions;

namespace Fixture.Spinning;

/// <summary>Computes without an end on the thread that it goes on with after an await.</summary>
[Provider("spinning_after_await")]
public sealed class SpinningAfterAwaitProvider : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Spin.Compute();
        return ProviderResult.Write(writer => writer.WriteNumberValue(1));
    }

    public void Dispose() => Spin.End();
}
