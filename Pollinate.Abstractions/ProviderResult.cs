using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Pollinate.Abstractions;

/// <summary>
/// What a provider gives for one request: plain JSON, made inside the plugin. Nothing of the plugin's own types crosses
/// to the host, which is what lets a plugin be replaced while the daemon runs. Immutable, safe for any thread.
/// </summary>
public sealed class ProviderResult
{
    private static readonly byte[] NullJson = "null"u8.ToArray();

    private ProviderResult(ReadOnlyMemory<byte> utf8Json) => Utf8Json = utf8Json;

    /// <summary>No part of the answer for this guest.</summary>
    public static ProviderResult Nothing { get; } = new(NullJson);

    /// <summary>The JSON value, UTF-8, without a byte order mark. Never empty: nothing is <c>null</c>.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>Takes a JSON tree as it stands now; later changes of the tree change nothing.</summary>
    /// <param name="node">The tree; null gives <see cref="Nothing"/>.</param>
    public static ProviderResult From(JsonNode? node) =>
        node is null ? Nothing : Write(writer => node.WriteTo(writer));

    /// <summary>Serialises a type of the plugin's own by the code that the JSON source generator wrote for it.</summary>
    /// <param name="value">The value; null gives <see cref="Nothing"/>.</param>
    /// <param name="type">
    /// The type's property of the plugin's <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>.
    /// </param>
    /// <remarks>There is no overload by reflection: its caches would hold the plugin in memory for ever.</remarks>
    /// <exception cref="JsonException">The value is cyclic or too deep.</exception>
    public static ProviderResult From<T>(T? value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return value is null ? Nothing : new(JsonSerializer.SerializeToUtf8Bytes(value, type));
    }

    /// <summary>Writes the JSON directly, for a provider that wants no object in between.</summary>
    /// <param name="write">Writes exactly one JSON value.</param>
    /// <exception cref="InvalidOperationException">Less than one whole value was written, or more.</exception>
    public static ProviderResult Write(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
            writer.Flush();
            if (writer.CurrentDepth != 0 || buffer.WrittenCount == 0)
                throw new InvalidOperationException("The provider did not write one whole JSON value.");
        }

        return new(buffer.WrittenMemory);
    }

    /// <summary>Takes JSON text that came from elsewhere, after checking that it is one JSON value.</summary>
    /// <param name="utf8Json">The text, UTF-8. It is copied.</param>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static ProviderResult Parse(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json);
        while (reader.Read())
        {
            // Reading to the end is the check.
        }

        return new(utf8Json.ToArray());
    }

    /// <summary>Same as <see cref="From(JsonNode?)"/>, so that a provider can simply return a <see cref="JsonObject"/>.</summary>
    public static implicit operator ProviderResult(JsonObject? value) => From(value);

    /// <summary>Says how large the value is. The value itself may be a secret and is never part of it.</summary>
    public override string ToString() => $"{Utf8Json.Length} bytes of JSON";
}
