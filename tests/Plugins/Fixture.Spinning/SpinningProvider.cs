using Pollinate.Abstractions;

namespace Fixture.Spinning;

/// <summary>Computes without an end on the thread that calls it.</summary>
[Provider("spinning")]
public sealed class SpinningProvider : PollinateProvider, IDisposable
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Spin.Compute();
        return Task.FromResult(ProviderResult.Write(writer => writer.WriteNumberValue(1)));
    }

    public void Dispose() => Spin.End();
}
