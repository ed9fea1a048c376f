using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Tells the server's zone and host, and which of its volumes are bootable.</summary>
[Provider("b_server")]
[ProviderLookup(LookupKind.Server)]
public sealed class BServerProvider(ILookup<Server> servers, ILookup<Volume> volumes) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        if (await servers.FindAsync(context, context.InstanceId!, cancellationToken) is not { } server)
            return ProviderResult.Nothing;
        var found = await Task.WhenAll(server.AttachedVolumeIds.Select(id => volumes.FindAsync(context, id, cancellationToken)));
        return Text.Of($"{server.AvailabilityZone}|{server.Host}|{string.Join(",", found.Select(volume => volume?.IsBootable))}");
    }
}
