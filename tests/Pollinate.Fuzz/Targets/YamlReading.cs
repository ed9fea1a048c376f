using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pollinate.Fuzz.Targets;

/// <summary>Reads YAML with YamlDotNet, and compares it with the JSON that it was written from.</summary>
internal static class YamlReading
{
    /// <returns>The first difference, or null when there is none.</returns>
    public static string? FindDifference(string yaml, JsonNode? json)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            return $"the document is no YAML: {exception.Message}";
        }

        return stream.Documents.Count == 1 ? FindDifference(stream.Documents[0].RootNode, json, "") : "there is more than one document, or none";
    }

    private static string? FindDifference(YamlNode yaml, JsonNode? json, string path)
    {
        switch (yaml, json)
        {
            case (YamlMappingNode mapping, JsonObject members):
                if (mapping.Children.Count != members.Count)
                    return $"{path} has other members";
                foreach (var (member, key) in members.Zip(mapping.Children.Keys))
                {
                    if (!IsText(key, member.Key))
                        return $"{path} has another member or order";
                    if (FindDifference(mapping.Children[key], member.Value, $"{path}/*") is { } difference)
                        return difference;
                }

                return null;
            case (YamlSequenceNode sequence, JsonArray items):
                if (sequence.Children.Count != items.Count)
                    return $"{path} has other items";
                foreach (var (item, value) in sequence.Children.Zip(items))
                {
                    if (FindDifference(item, value, $"{path}/-") is { } difference)
                        return difference;
                }

                return null;
            case (YamlScalarNode scalar, null or JsonValue):
                return IsSame(scalar, json as JsonValue) ? null : $"{path} is another value";
            default:
                return $"{path} is of another kind";
        }
    }

    private static bool IsSame(YamlScalarNode scalar, JsonValue? json) => json?.GetValueKind() switch
    {
        null => scalar is { Style: ScalarStyle.Plain, Value: "null" },
        JsonValueKind.True => scalar is { Style: ScalarStyle.Plain, Value: "true" },
        JsonValueKind.False => scalar is { Style: ScalarStyle.Plain, Value: "false" },
        JsonValueKind.Number => scalar.Style == ScalarStyle.Plain && IsSameNumber(scalar.Value!, json.ToJsonString()),
        _ => IsText(scalar, json.GetValue<string>()),
    };

    private static bool IsSameNumber(string yaml, string json) => yaml == json ||
        (double.Parse(yaml, CultureInfo.InvariantCulture).Equals(double.Parse(json, CultureInfo.InvariantCulture)) && yaml.Contains('.', StringComparison.Ordinal));

    // Plain text must be a text to every reader: no word, number or time of any version of YAML.
    private static bool IsText(YamlNode node, string text) => node is YamlScalarNode scalar && scalar.Value == text &&
        (scalar.Style != ScalarStyle.Plain ||
            (text.Length > 0 && char.IsAsciiLetter(text[0]) &&
                !(text.ToUpperInvariant() is "Y" or "N" or "YES" or "NO" or "ON" or "OFF" or "TRUE" or "FALSE" or "NULL")));
}
