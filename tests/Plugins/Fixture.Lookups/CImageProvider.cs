using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Tells the image's name, and looks the server up that another provider looks up as well.</summary>
[Provider("c_image")]
[ProviderLookup(LookupKind.Image)]
[ProviderLookup(LookupKind.Server)]
public sealed class CImageProvider(ILookup<Image> images, ILookup<Server> servers) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await servers.FindAsync(context, context.InstanceId!, cancellationToken);
        return string.IsNullOrEmpty(context.ImageId)
            ? ProviderResult.Nothing
            : Text.Of((await images.FindAsync(context, context.ImageId, cancellationToken))?.GetText("name"));
    }
}
