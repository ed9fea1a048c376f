using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.ShipsNewerContract;

/// <summary>Brings a newer copy of the contract, and says which one it got.</summary>
[Provider("ships_newer")]
public sealed class ShipsNewerProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new JsonObject
        {
            ["contract"] = typeof(PollinateProvider).Assembly.GetName().Version!.ToString(),
        });
}
