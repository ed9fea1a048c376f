using System.Text.Json;

namespace Pollinate.Abstractions;

/// <summary>
/// A volume of Cinder (https://docs.openstack.org/api-ref/block-storage/v3/#show-a-volume-s-details). Immutable, safe for any
/// thread.
/// </summary>
/// <param name="Id">The volume's id.</param>
/// <param name="IsBootable">Whether a server can boot from it.</param>
/// <param name="ImageMetadata">
/// What it has of the image that it was made from, those properties that are text; empty when it was made from none.
/// </param>
/// <param name="Json">The volume as Cinder gave it: an object.</param>
public sealed record Volume(
    string Id,
    bool IsBootable,
    IReadOnlyDictionary<string, string> ImageMetadata,
    JsonElement Json);
