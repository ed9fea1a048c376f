using System.Text.Json;

namespace Pollinate.Abstractions;

/// <summary>
/// A project of Keystone (https://docs.openstack.org/api-ref/identity/v3/#show-project-details). Immutable, safe for any
/// thread.
/// </summary>
/// <param name="Id">The project's id.</param>
/// <param name="Name">The project's name.</param>
/// <param name="Json">
/// The project as Keystone gave it: an object, with every property that the operator's cloud added.
/// </param>
public sealed record Project(string Id, string Name, JsonElement Json)
{
    /// <summary>A property that is text, or null when the project has none of that name or it is no text.</summary>
    /// <param name="property">The property's name as Keystone writes it.</param>
    public string? GetText(string property) =>
        Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
