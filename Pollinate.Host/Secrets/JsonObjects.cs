using System.Text.Json;

namespace Pollinate.Host.Secrets;

internal static class JsonObjects
{
    /// <summary>Whether the element is an object that holds an object under a name.</summary>
    public static bool TryGetObject(this JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) &&
            value.ValueKind == JsonValueKind.Object;
    }
}
