using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.Probe;

/// <summary>
/// Tells, when a request's metadata holds <c>probe</c>, how often each assembly that belongs to a plugin is in memory: once for
/// each load context that is alive.
/// </summary>
[Provider("probe")]
public sealed class ProbeProvider : PollinateProvider
{
    /// <inheritdoc/>
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(context.Metadata.ContainsKey("probe") ? Count() : ProviderResult.Nothing);

    private static ProviderResult Count()
    {
        var counts = new JsonObject();
        foreach (var group in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.IsCollectible).GroupBy(assembly => assembly.GetName().Name!))
            counts[group.Key] = group.Count();
        return counts;
    }
}
