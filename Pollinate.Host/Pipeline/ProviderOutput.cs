using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Pollinate.Host.Text;

namespace Pollinate.Host.Pipeline;

/// <summary>
/// One provider's result, read by the original's rules: falsy output counts for nothing, and <c>cloud-config</c> is taken
/// out of an object.
/// </summary>
/// <param name="Json">The provider's part of the answer, UTF-8; empty when it gave nothing.</param>
/// <param name="CloudConfig">What it gave for cloud-init; undefined when it gave none.</param>
internal readonly record struct ProviderOutput(ReadOnlyMemory<byte> Json, JsonElement CloudConfig)
{
    private static ReadOnlySpan<byte> CloudConfigKey => "cloud-config"u8;

    /// <summary>It gave something, if only for cloud-init.</summary>
    public bool HasPart => !Json.IsEmpty || CloudConfig.ValueKind != JsonValueKind.Undefined;

    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    /// <exception cref="InvalidOperationException">
    /// A text in it is no Unicode, it is larger than allowed, or it uses the key of the answer that is the daemon's own.
    /// </exception>
    public static ProviderOutput Read(ReadOnlyMemory<byte> json, int maximumLength)
    {
        if (json.Length > maximumLength)
        {
            throw new InvalidOperationException(
                $"it gave {json.Length} bytes, which is more than [DEFAULT] max_output_size, {maximumLength}");
        }

        // The reader takes any bytes within a text; the caller, who decodes the whole answer, does not.
        if (!Utf8.IsValid(json.Span))
            throw new InvalidOperationException("it gave bytes that are no UTF-8");

        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        var isEmpty = reader.TokenType switch
        {
            JsonTokenType.Null or JsonTokenType.False => true,
            JsonTokenType.Number => reader.TryGetDouble(out var number) && number == 0,
            JsonTokenType.String => reader.ValueSpan.IsEmpty,
            _ => false,
        };
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var isContainer = isObject || reader.TokenType == JsonTokenType.StartArray;
        var members = 0;
        var hasCloudConfig = false;

        // To the very end: what is copied into the answer must be whole.
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1)
                members++;
            if (!isObject || reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals(CloudConfigKey))
                hasCloudConfig = true;
            else if (reader.ValueTextEquals(ProviderPipeline.CloudInitKey))
                throw new InvalidOperationException("it gave the key cloud-init, which is the daemon's own; what is for cloud-init goes under cloud-config");
        }

        if (isEmpty || (isContainer && members == 0))
            return default;
        return hasCloudConfig ? Split(json) : new(json, default);
    }

    private static ProviderOutput Split(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        var whole = JsonElement.ParseValue(ref reader);
        var rest = new ArrayBufferWriter<byte>(json.Length);
        JsonElement cloudConfig = default;
        using (var writer = new Utf8JsonWriter(rest))
        {
            writer.WriteStartObject();
            foreach (var property in whole.EnumerateObject())
            {
                if (property.NameEquals(CloudConfigKey))
                    cloudConfig = property.Value;
                else
                    property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        // While it is still this provider's alone: what can't be read must not fail the others with it.
        if (cloudConfig.ValueKind == JsonValueKind.Object)
            WholeText.Ensure(cloudConfig);
        return new(rest.WrittenMemory, cloudConfig);
    }
}
