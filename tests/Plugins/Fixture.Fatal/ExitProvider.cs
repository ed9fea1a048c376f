using Pollinate.Abstractions;

namespace Fixture.Fatal;

/// <summary>Ends the process as if all were well.</summary>
[Provider("exits")]
public sealed class ExitProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Environment.Exit(0);
        return Task.FromResult(ProviderResult.Nothing);
    }
}
