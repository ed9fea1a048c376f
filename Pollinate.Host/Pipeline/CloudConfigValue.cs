using System.Buffers;
using System.Text.Json;

namespace Pollinate.Host.Pipeline;

/// <summary>A value of the merged cloud-config, and who gave it.</summary>
/// <param name="Provider">The provider; of a joined list or object all of them, with <c>and</c> between.</param>
/// <param name="Json">The value.</param>
/// <param name="Members">Of an object that was merged: its members, each with its own provider.</param>
internal sealed record CloudConfigValue(string Provider, JsonElement Json, CloudConfigMembers? Members = null)
{
    /// <summary>The value with a later provider's for the same key joined to it.</summary>
    /// <param name="key">The key, and those above it, with points between.</param>
    /// <param name="provider">The later provider.</param>
    /// <param name="later">Its value.</param>
    /// <param name="replacements">Told what is lost.</param>
    public CloudConfigValue Append(string key, string provider, JsonElement later, ICollection<CloudConfigReplacement> replacements)
    {
        switch (Json.ValueKind, later.ValueKind)
        {
            case (JsonValueKind.Array, JsonValueKind.Array):
                return new(With(provider), Write(writer =>
                {
                    writer.WriteStartArray();
                    foreach (var item in Json.EnumerateArray().Concat(later.EnumerateArray()))
                        item.WriteTo(writer);
                    writer.WriteEndArray();
                }));
            case (JsonValueKind.Object, JsonValueKind.Object):
                var members = Members ?? CloudConfigMembers.Of(key, Provider, Json);
                members.Merge(provider, later, CloudConfigMerge.Append, replacements);
                return new(With(provider), Write(members.WriteTo), members);
            default:
                return Replace(key, provider, later, replacements);
        }
    }

    /// <summary>A later provider's value for the same key in place of this one. Nothing is lost when the two are equal.</summary>
    /// <inheritdoc cref="Append" path="/param"/>
    public CloudConfigValue Replace(string key, string provider, JsonElement later, ICollection<CloudConfigReplacement> replacements)
    {
        if (!JsonElement.DeepEquals(Json, later))
            replacements.Add(new(key, Provider, provider));
        return new(provider, later);
    }

    private string With(string provider) => $"{Provider} and {provider}";

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
