using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pollinate.Host.Secrets;

/// <summary>Makes secrets of a JSON object: a value that is no string is its JSON text; of a repeated name the last counts.</summary>
internal static class SecretMap
{
    /// <returns>False when a name or a value is no Unicode text, such as half of a surrogate pair.</returns>
    public static bool TryRead(JsonElement map, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? secrets)
    {
        secrets = null;
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in map.EnumerateObject())
                read[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        secrets = read.ToFrozenDictionary(StringComparer.Ordinal);
        return true;
    }
}
