using Pollinate.Abstractions;

namespace Fixture.Blocking;

/// <summary>Lets the others of this plugin go on when the request is for the host <c>release</c>.</summary>
[Provider("unblocking")]
public sealed class UnblockingProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        if (context.Hostname == "release")
            Gate.Open();
        return Task.FromResult(ProviderResult.Nothing);
    }
}
