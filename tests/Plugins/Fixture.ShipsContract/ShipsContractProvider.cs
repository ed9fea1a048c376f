using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.ShipsContract;

/// <summary>Brings copies of all that is shared, and says where those that it got were loaded from.</summary>
[Provider("ships_contract")]
public sealed class ShipsContractProvider(ILogger<ShipsContractProvider> logger) : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        logger.LogInformation("The host's log.");
        return Task.FromResult<ProviderResult>(new JsonObject
        {
            ["contract"] = typeof(PollinateProvider).Assembly.Location,
            ["logging"] = typeof(ILogger).Assembly.Location,
        });
    }
}
