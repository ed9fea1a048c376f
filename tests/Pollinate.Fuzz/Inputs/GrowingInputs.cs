using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Pollinate.Fuzz.Targets;

namespace Pollinate.Fuzz.Inputs;

/// <summary>Inputs of any size, in the ways in which a target's inputs can grow.</summary>
internal static class GrowingInputs
{
    /// <summary>The kind whose memory is bounded by what references may come to, and not by the length of the file.</summary>
    public const string References = "references upon references";

    // Up to half of what a value may have.
    private const int ValueFactor = 128;

    public static IEnumerable<(string Kind, Func<int, byte[]> Make)> Of(IFuzzTarget target) => target.Shape switch
    {
        InputShape.Ini => Ini(),
        InputShape.Headers => Headers(),
        InputShape.TextProtocol => [("a value", TextValue), ("a line", count => Text("", Enumerable.Repeat("VALUE ", count)))],
        InputShape.BinaryProtocol => [("a value", BinaryValue)],
        InputShape.Assembly => [("depth", AssemblySeeds.Deep)],
        _ => Json(FirstJson(target)),
    };

    private static IEnumerable<(string, Func<int, byte[]>)> Ini()
    {
        yield return ("lines", count => Text("[DEFAULT]\n", Enumerable.Range(0, count).Select(line => $"option{line} = value\n")));
        yield return ("the same option", count => Text("[DEFAULT]\n", Enumerable.Repeat("host = value\n", count)));
        yield return ("lines of a value", count => Text("[vault]\nurl = a\n", Enumerable.Repeat(" more\n", count)));
        yield return ("sections", count => Text("", Enumerable.Range(0, count).Select(section => $"[section{section}]\na = b\n")));
        yield return ("references", count => Text("[vault]\nrole = x\nurl = ", Enumerable.Repeat("${vault.role}$$\\$", count)));
        yield return ("items", count => Text("[DEFAULT]\nproviders = ", Enumerable.Repeat("a, ", count)));
        yield return ("digits", count => Text("[server]\nport = ", Enumerable.Repeat("1_0", count)));
        yield return ("blanks", count => Text("[DEFAULT]\nhost = x", Enumerable.Repeat(" \t", count)));
        yield return ("errors", count => Text("", Enumerable.Repeat("nothing\n", count)));
        yield return ("a long name", count => Text("[DEFAULT]\n", Enumerable.Repeat("name", count).Append(" = x")));
        yield return (References, count => Text("[vault]\n", ReferencesUponReferences(count)));
    }

    /// <summary>Each option refers to the next one twice, and the last one is long.</summary>
    private static IEnumerable<string> ReferencesUponReferences(int count)
    {
        string[] names = ["url", "role", "token", "path", "mount_point", "namespace", "auth_mount", "role_id", "secret_id"];
        foreach (var (name, next) in names.Zip(names.Skip(1)))
            yield return $"{name} = ${{vault.{next}}}${{vault.{next}}}\n";
        yield return $"{names[^1]} = {new string('x', count)}\n";
    }

    private static IEnumerable<(string, Func<int, byte[]>)> Headers()
    {
        yield return ("headers", count => Text("", Enumerable.Range(0, count).Select(header => $"X-Role{header}: x\n")));
        yield return ("the same header", count => Text("", Enumerable.Repeat("X-Auth-Token: x\n", count)));
        yield return ("identity headers", count => Text("", Enumerable.Repeat("x_role: x\nX-User-Id: y\n", count)));
        yield return ("types", count => Text("Accept: ", Enumerable.Repeat("text/html;q=0.5,", count)));
        yield return ("parameters", count => Text("Accept: text/html", Enumerable.Range(0, count).Select(parameter => $";a{parameter}=b")));
        yield return ("a long token", count => Text("X-Auth-Token: ", Enumerable.Repeat("token", count)));
        yield return ("a long id", count => Text("X-Openstack-Request-Id: req-", Enumerable.Repeat("0-", count)));
    }

    private static IEnumerable<(string, Func<int, byte[]>)> Json(JsonNode seed)
    {
        yield return ("items of every list", count => Bytes(Repeat(seed, count)));
        yield return ("members of every object", count => Bytes(Widen(seed, count)));
        yield return ("every text", count => Bytes(Lengthen(seed, new string('x', count))));
        yield return ("every text, characters by their codes", count => Bytes(Lengthen(seed, new string('\u00e9', count))));
        yield return ("every text, lines", count => Bytes(Lengthen(seed, string.Concat(Enumerable.Repeat("x \n", count)))));
        yield return ("every text, braces", count => Bytes(Lengthen(seed, new string('{', count))));
        yield return ("every text, stars", count => Bytes(Lengthen(seed, new string('*', count))));
        yield return ("the same member", count => Encoding.UTF8.GetBytes($"{{{string.Concat(Enumerable.Repeat("\"data\":{},", count))}\"token\":{{}}}}"));
        yield return ("lists in lists", count => Encoding.UTF8.GetBytes($"{new string('[', count)}{new string(']', count)}"));
        yield return ("nothing but blanks", count => Encoding.UTF8.GetBytes(new string(' ', count)));
    }

    private static byte[] TextValue(int count) =>
        Text($"VALUE {MemcachedTarget.Key} 0 {count * ValueFactor}\r\n", [new string('x', count * ValueFactor), "\r\nEND\r\nSTORED\r\nDELETED\r\n"]);

    private static byte[] BinaryValue(int count)
    {
        var packet = new byte[24 + (count * ValueFactor)];
        packet[0] = 0x81;
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(8), count * ValueFactor);
        return packet;
    }

    private static JsonNode FirstJson(IFuzzTarget target) =>
        SeedFolder.Read(target).Select(seed => JsonInputs.Parse(seed)).OfType<JsonNode>().First(node => node is JsonObject or JsonArray);

    private static JsonNode? Repeat(JsonNode? node, int count) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Repeat(member.Value, count)))),
        // Those in lists stay as they are: the sizes would be multiplied.
        JsonArray items => new JsonArray([.. Enumerable.Range(0, items.Count == 0 ? 0 : count).Select(index => items[index % items.Count]?.DeepClone())]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Widen(JsonNode? node, int count) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Widen(member.Value, count)))
            .Concat(Enumerable.Range(0, count).Select(index => KeyValuePair.Create($"more{index}", (JsonNode?)JsonValue.Create("x"))))),
        JsonArray items => new JsonArray([.. items.Take(2).Select(item => Widen(item, count))]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Lengthen(JsonNode? node, string tail) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Lengthen(member.Value, tail)))),
        JsonArray items => new JsonArray([.. items.Take(4).Select(item => Lengthen(item, tail))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(text + tail),
        _ => node?.DeepClone(),
    };

    private static byte[] Bytes(JsonNode? node) => Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null");

    private static byte[] Text(string head, IEnumerable<string> rest) => Encoding.UTF8.GetBytes(head + string.Concat(rest));
}
