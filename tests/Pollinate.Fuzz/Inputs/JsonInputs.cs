using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Pollinate.Fuzz.Inputs;

/// <summary>
/// JSON of the shape that the seeds have, with members renamed, repeated, missing and of other kinds. It is written by hand:
/// a library would refuse to write what hostile JSON has.
/// </summary>
internal sealed class JsonInputs : Gen<byte[]>
{
    private const int Deepest = 70;
    private const int LongestText = 600;

    private static readonly string[] Texts =
    [
        "", " ", "\\u0000", "\\ud800", "\\udc00x", "\\ud83d\\ude00", "ÿ", "☃", "../..", "a/b", "%2e%2e", "null", "true", "no", "012", "1:30", "0x10", "~", "- a", "a: b",
        "#c", "'", "\\\"", "\\n", "\\r\\n", "\\ta\\n", "x\\ny\\n", "\\u0085", "\\u2028", "\\ufeff", "&a", "*a", "!!int 1", "{a}", "[a]", "|", ">", "http://", "http://[", "http://a b/",
        " http://a/ ", "http://h/v2.0", "http://v2", "http://h:99999/", "https://u:p@h/", "file:///etc", "http://h?x=/v3", "http://h#/v3", "//h/v3", "/v3", "http://é/", "2026-11-28T12:00:00.000000Z",
        "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", "2026-02-30T00:00:00Z", "2026-11-28T12:00", "/v3/**", "/*/{x}", "{{{{", "**", "{", "id", "req-",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "0.0", "1e3", "1E+400", "-1e-400", "12345678901234567890123", "0.1e1", "9223372036854775807", "3600",
    ];

    private readonly JsonNode?[] _seeds;
    private readonly string[] _names;
    private readonly string[] _texts;

    public JsonInputs(IEnumerable<byte[]> seeds)
    {
        _seeds = [.. seeds.Select(Parse).OfType<JsonNode>()];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var seed in _seeds)
            Collect(seed, names, texts);
        _names = [.. names.DefaultIfEmpty("a")];
        _texts = [.. texts.Select(Escape), .. Texts];
    }

    public override byte[] Generate(PCG pcg, Size? min, out Size size)
    {
        var text = new StringBuilder();
        // Now and then of nothing but the names; mostly after a seed.
        if (_seeds.Length == 0 || pcg.OnceIn(8))
            WriteAny(text, pcg, 0);
        else
            Write(text, _seeds[pcg.Below(_seeds.Length)], pcg, 1 << (1 + pcg.Below(7)), 0);
        size = new Size((ulong)text.Length);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // The rarer a change, the more of the seed stays.
    private void Write(StringBuilder text, JsonNode? node, PCG chance, int rarity, int depth)
    {
        if (depth < Deepest && chance.OnceIn(rarity * 4))
        {
            WriteAny(text, chance, depth);
            return;
        }

        switch (node)
        {
            case JsonObject members:
                WriteObject(text, members, chance, rarity, depth);
                break;
            case JsonArray items:
                WriteArray(text, items, chance, rarity, depth);
                break;
            case null:
                text.Append("null");
                break;
            default:
                // A text in the place of another, more often than what is no text.
                if (node.GetValueKind() == JsonValueKind.String && chance.OnceIn(rarity))
                    WriteQuoted(text, chance);
                else
                    text.Append(node.ToJsonString());
                break;
        }
    }

    private void WriteObject(StringBuilder text, JsonObject members, PCG chance, int rarity, int depth)
    {
        var isFirst = true;
        text.Append('{');
        foreach (var (name, value) in members)
        {
            if (chance.OnceIn(rarity * 4))
                continue;
            var times = chance.OnceIn(rarity * 4) ? 2 : 1;
            for (; times > 0; times--)
            {
                Separate(text, ref isFirst);
                text.Append('"').Append(chance.OnceIn(rarity * 4) ? chance.Of(_names) : Escape(name)).Append("\":");
                Write(text, value, chance, rarity, depth + 1);
            }
        }

        for (; chance.OnceIn(rarity * 2); rarity *= 2)
        {
            Separate(text, ref isFirst);
            text.Append('"').Append(chance.OnceIn(3) ? chance.Of(_texts) : Escape(chance.Of(_names))).Append("\":");
            WriteAny(text, chance, depth + 1);
        }

        text.Append('}');
    }

    private void WriteArray(StringBuilder text, JsonArray items, PCG chance, int rarity, int depth)
    {
        var isFirst = true;
        text.Append('[');
        foreach (var item in items)
        {
            if (chance.OnceIn(rarity * 4))
                continue;
            for (var times = chance.OnceIn(rarity * 4) ? 1 + chance.Length(40) : 1; times > 0; times--)
            {
                Separate(text, ref isFirst);
                Write(text, item, chance, rarity * 2, depth + 1);
            }
        }

        if (chance.OnceIn(rarity * 2))
        {
            Separate(text, ref isFirst);
            WriteAny(text, chance, depth + 1);
        }

        text.Append(']');
    }

    private void WriteAny(StringBuilder text, PCG chance, int depth)
    {
        switch (depth >= Deepest ? 3 + chance.Below(4) : chance.Below(9))
        {
            case 0:
                var isFirst = true;
                text.Append('{');
                for (var members = chance.Length(12); members > 0; members--)
                {
                    Separate(text, ref isFirst);
                    text.Append('"').Append(chance.OnceIn(3) ? chance.Of(_texts) : Escape(chance.Of(_names))).Append("\":");
                    WriteAny(text, chance, depth + 1 + (depth / 2));
                }

                text.Append('}');
                break;
            case 1:
                var isFirstItem = true;
                text.Append('[');
                for (var items = chance.Length(12); items > 0; items--)
                {
                    Separate(text, ref isFirstItem);
                    WriteAny(text, chance, depth + 1 + (depth / 2));
                }

                text.Append(']');
                break;
            case 2 when chance.OnceIn(8):
                var levels = chance.Below(Deepest + 2);
                text.Append('[', levels).Append(chance.Of(Scalars)).Append(']', levels);
                break;
            case 7 when _seeds.Length > 0:
                Write(text, Part(_seeds[chance.Below(_seeds.Length)], chance), chance, 16, depth);
                break;
            case 3 or 4 or 8:
                text.Append(chance.Of(Scalars));
                break;
            default:
                WriteQuoted(text, chance);
                break;
        }
    }

    private void WriteQuoted(StringBuilder text, PCG chance)
    {
        text.Append('"');
        for (var parts = 1 + (chance.OnceIn(4) ? chance.Below(4) : 0); parts > 0; parts--)
            text.Append(chance.Of(_texts));
        if (chance.OnceIn(16))
            text.Append((char)('!' + 2 + chance.Below(50)), chance.Length(LongestText));
        text.Append('"');
    }

    private static JsonNode? Part(JsonNode? node, PCG chance)
    {
        while (!chance.OnceIn(4))
        {
            var below = node switch
            {
                JsonObject { Count: > 0 } members => members.ElementAt(chance.Below(members.Count)).Value,
                JsonArray { Count: > 0 } items => items[chance.Below(items.Count)],
                _ => null,
            };
            if (below is null)
                break;
            node = below;
        }

        return node;
    }

    private static void Separate(StringBuilder text, ref bool isFirst)
    {
        if (!isFirst)
            text.Append(',');
        isFirst = false;
    }

    private static void Collect(JsonNode? node, SortedSet<string> names, SortedSet<string> texts)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    names.Add(name);
                    Collect(value, names, texts);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                    Collect(item, names, texts);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                texts.Add(text);
                break;
        }
    }

    /// <summary>A seed as a tree; null when it is none.</summary>
    public static JsonNode? Parse(byte[] seed)
    {
        try
        {
            return JsonNode.Parse(seed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Escape(string text) => JsonEncodedText.Encode(text).ToString();
}
