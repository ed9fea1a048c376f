using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Pollinate.Host.Tests.Properties;

/// <summary>JSON of any shape.</summary>
internal static class JsonValues
{
    /// <summary>Text of whole characters, those that mean something to readers of YAML and INI more often than others.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        OneOf("", " ", "no", "Yes", "null", "~", "012", "1:30", "1e3", "2026-01-01", "- a", "a: b", "# c", "'", "\"", "\\", "$x", "$$", "\\$", "a\nb\n", "a\n\nb", " a", "a ", "é☃😀", "\u0085", "\u2028", "\t", "\r\n", "\0", "{", "[", "*a", "&a", "!a", "%a", "@a", "`a", "a,b"),
        Gen.String[Gen.Char[' ', '~'], 0, 20],
        Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 12]);

    public static Gen<JsonNode?> Any { get; } = OfDepth(3);

    public static Gen<JsonObject> Object { get; } = Members(OfDepth(2));

    /// <summary>One of these, each as often as any other.</summary>
    public static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);

    public static JsonElement Element(this JsonNode node) => JsonElement.Parse(node.ToJsonString());

    private static Gen<JsonNode?> OfDepth(int depth)
    {
        var scalar = Gen.OneOf(
            Text.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Double.Where(double.IsFinite).Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Const((JsonNode?)null));
        if (depth == 0)
            return scalar;
        var below = OfDepth(depth - 1);
        return Gen.Frequency(
            (2, scalar),
            (1, Members(below).Select(members => (JsonNode?)members)),
            (1, below.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))));
    }

    private static Gen<JsonObject> Members(Gen<JsonNode?> value) =>
        Gen.Select(Text, value).Array[0, 5].Select(members =>
            new JsonObject(members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))));
}
