using System.Text.Json;

namespace Pollinate.Host.Text;

/// <summary>
/// Checks the text in JSON for whole Unicode. The JSON reader does so only when a text is read, which may be in the hands
/// of somebody who has no part in it.
/// </summary>
internal static class WholeText
{
    /// <exception cref="InvalidOperationException">A text or a name in it holds half a character.</exception>
    public static void Ensure(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    Ensure(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    _ = property.Name;
                    Ensure(property.Value);
                }

                break;
        }
    }
}
