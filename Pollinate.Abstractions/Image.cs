using System.Text.Json;

namespace Pollinate.Abstractions;

/// <summary>
/// An image of Glance (https://docs.openstack.org/api-ref/image/v2/#show-image), whose properties stand beside its
/// attributes. Immutable, safe for any thread.
/// </summary>
/// <param name="Id">The image's id.</param>
/// <param name="Json">The image as Glance gave it: an object.</param>
public sealed record Image(string Id, JsonElement Json)
{
    /// <summary>A property that is text, or null when the image has none of that name or it is no text.</summary>
    /// <param name="property">The property's name as Glance writes it, such as <c>trait:CUSTOM_LICENSED</c>.</param>
    public string? GetText(string property) =>
        Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
