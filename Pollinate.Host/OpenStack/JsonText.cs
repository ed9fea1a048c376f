using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>Reads text out of JSON that may have any shape.</summary>
internal static class JsonText
{
    /// <summary>The text of a property, or null when the element is no object, or has no such property that is text.</summary>
    public static string? Of(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The object that a property holds, or null when it holds none.</summary>
    public static JsonElement? ObjectOf(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.Object
            ? value
            : null;
}
