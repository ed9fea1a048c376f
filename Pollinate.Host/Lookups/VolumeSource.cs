using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Volumes of Cinder: <c>GET /volumes/{id}</c>.</summary>
internal sealed class VolumeSource(ResourceReader reader) : IResourceSource<Volume>
{
    public async Task<Volume?> FetchAsync(string id, CancellationToken cancellationToken) =>
        await reader.FindAsync("volumev3", "volumes", "volume", id, ["id"], cancellationToken) is { } volume
            ? new(JsonText.Of(volume, "id")!, IsBootable(volume), ReadImageMetadata(volume), volume)
            : null;

    /// <summary>Cinder writes the word "true" or "false", which the original takes for true both times.</summary>
    private static bool IsBootable(JsonElement volume) =>
        volume.TryGetProperty("bootable", out var bootable) &&
        (bootable.ValueKind == JsonValueKind.True ||
            (bootable.ValueKind == JsonValueKind.String && string.Equals(bootable.GetString(), "true", StringComparison.OrdinalIgnoreCase)));

    private static Dictionary<string, string> ReadImageMetadata(JsonElement volume)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (JsonText.ObjectOf(volume, "volume_image_metadata") is not { } image)
            return metadata;
        foreach (var property in image.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
                metadata[property.Name] = property.Value.GetString()!;
        }

        return metadata;
    }
}
