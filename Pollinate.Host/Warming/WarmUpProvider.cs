using System.Text.Json.Nodes;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Warming;

/// <summary>
/// The daemon's own provider for warming up, in place of those of the configuration, which may do things in the world for each
/// request: waits for whatever they declare to look up, of resources that there are not.
/// </summary>
internal sealed class WarmUpProvider(IReadOnlyList<DeclaredLookup> declared, ProviderLookups lookups) : PollinateProvider
{
    public const string ProviderName = "warm-up";

    /// <summary>No resource of any cloud has it.</summary>
    public const string Nobody = "00000000-0000-0000-0000-000000000000";

    private int _calls;

    /// <summary>
    /// With nothing to look up, by turns as a provider that awaits and as one that has its answer at once: each goes another way.
    /// </summary>
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        declared.Count > 0 || Interlocked.Increment(ref _calls) % 2 == 1
            ? LookUpAsync(context, cancellationToken)
            : Task.FromResult(ProviderResult.Parse("""{"warm":"up"}"""u8));

    private async Task<ProviderResult> LookUpAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        // Also where everything that it asks for is there at once.
        await Task.Yield();
        var found = 0;
        foreach (var lookup in declared)
        {
            try
            {
                if (await FindAsync(lookup, context, cancellationToken) is not null)
                    found++;
            }
            catch (LookupException)
            {
                // Whatever stands against it, the first guest's request will say.
            }
        }

        return ProviderResult.From(new JsonObject { ["warm"] = "up", ["found"] = found, ["is_real"] = false });
    }

    private async Task<object?> FindAsync(DeclaredLookup lookup, VendordataContext context, CancellationToken cancellationToken) => lookup.Kind switch
    {
        LookupKind.Project => await lookups.Projects.FindAsync(context, context.ProjectId, cancellationToken),
        LookupKind.Server => await lookups.Servers.FindAsync(context, context.InstanceId!, cancellationToken),
        LookupKind.Image => await lookups.Images.FindAsync(context, context.ImageId!, cancellationToken),
        LookupKind.Credentials => await lookups.Credentials.FindAsync(context, lookup.Id!, cancellationToken),
        LookupKind.Secrets => await lookups.Secrets.FindAsync(context, Nobody, cancellationToken),
        _ => null,
    };
}
