using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Images of Glance: <c>GET /v2/images/{id}</c>. Their answer is the image itself, in no envelope.</summary>
internal sealed class ImageSource(ResourceReader reader) : IResourceSource<Image>
{
    public async Task<Image?> FetchAsync(string id, CancellationToken cancellationToken) =>
        await reader.FindAsync("image", "images", envelope: null, id, ["id"], cancellationToken) is { } image
            ? new(JsonText.Of(image, "id")!, image)
            : null;
}
