using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.NewerContractUnused;

/// <summary>Was built against a newer contract, and uses nothing that is new in it.</summary>
[Provider("newer_unused")]
[ProviderOption("text", Default = "as ever")]
public sealed class UnusedProvider(ProviderSettings settings) : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new JsonObject
        {
            ["text"] = settings.GetText("text"),
            ["contract"] = typeof(PollinateProvider).Assembly.GetName().Version!.ToString(),
        });
}
