using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.OlderContract;

/// <summary>Was built against an older contract, of which it brings a copy.</summary>
[Provider("older")]
public sealed class OlderProvider(ILookup<Project> projects) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        new JsonObject
        {
            ["contract"] = typeof(PollinateProvider).Assembly.GetName().Version!.ToString(),
            ["project"] = (await projects.FindAsync(context, context.ProjectId, cancellationToken))?.Name,
        };
}
