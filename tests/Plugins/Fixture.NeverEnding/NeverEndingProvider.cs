using Pollinate.Abstractions;

namespace Fixture.NeverEnding;

/// <summary>Awaits what never ends.</summary>
[Provider("never_ending")]
public sealed class NeverEndingProvider : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await Ending.Task;
        return ProviderResult.Write(writer => writer.WriteNumberValue(1));
    }

    public void Dispose() => Ending.Come();
}
