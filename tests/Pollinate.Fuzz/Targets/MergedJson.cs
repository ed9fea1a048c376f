using System.Text.Json;
using System.Text.Json.Nodes;
using Pollinate.Host.Pipeline;

namespace Pollinate.Fuzz.Targets;

/// <summary>What merging must come to, said once more in the plainest way.</summary>
internal static class MergedJson
{
    public static JsonNode Of(CloudConfigMerge merge, IReadOnlyList<JsonElement> given)
    {
        var merged = new JsonObject();
        foreach (var each in given)
            Merge(merged, (JsonObject)Node(each)!, merge == CloudConfigMerge.Append);
        return merged;
    }

    /// <summary>A value in which no member is there twice: the last one counts.</summary>
    public static JsonNode? Node(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var property in json.EnumerateObject())
                    members[property.Name] = Node(property.Value);
                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. json.EnumerateArray().Select(Node)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(json);
        }
    }

    private static void Merge(JsonObject into, JsonObject later, bool joins)
    {
        foreach (var (key, value) in later)
        {
            switch (joins, into[key], value)
            {
                case (true, JsonArray earlier, JsonArray items):
                    foreach (var item in items)
                        earlier.Add(item?.DeepClone());
                    break;
                case (true, JsonObject earlier, JsonObject members):
                    Merge(earlier, members, joins);
                    break;
                default:
                    into[key] = value?.DeepClone();
                    break;
            }
        }
    }
}
