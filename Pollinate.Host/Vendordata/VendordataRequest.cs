using System.Buffers;
using System.Text.Json;
using Pollinate.Host.Text;

namespace Pollinate.Host.Vendordata;

/// <summary>Reads the body of a vendordata request.</summary>
internal static class VendordataRequest
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The keys whose values, when there are any, are text.</summary>
    private static readonly JsonEncodedText[] TextKeys =
    [
        .. new[] { "project-id", "instance-id", "image-id", "user-data", "hostname", "boot-roles" }.Select(key => JsonEncodedText.Encode(key)),
    ];

    /// <summary>Parses a body and checks what the contract promises to providers.</summary>
    /// <param name="body">The body as it came.</param>
    /// <returns>The body as an object that owns its memory.</returns>
    /// <exception cref="BadRequestException">The body can't be used; the message says why and quotes nothing of it.</exception>
    public static JsonElement Parse(ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
            throw new BadRequestException("No input data provided by Nova: the request has no body.");

        var json = ParseJson(WithoutByteOrderMark(body));
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new BadRequestException(
                $"The body must be a JSON object with a project-id, not {Describe(json.ValueKind)}.");
        }

        if (!json.TryGetProperty("project-id"u8, out var projectId) || projectId.ValueKind == JsonValueKind.Null)
            throw new BadRequestException("Project ID value not provided by Nova: the body has no project-id.");
        foreach (var key in TextKeys)
        {
            if (json.TryGetProperty(key.EncodedUtf8Bytes, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                throw new BadRequestException($"The body's {key} must be a string, not {Describe(value.ValueKind)}.");
        }

        if (projectId.ValueEquals(""))
            throw new BadRequestException("Project ID value not provided by Nova: the body's project-id is empty.");
        if (json.TryGetProperty("metadata"u8, out var metadata) && metadata.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            throw new BadRequestException($"The body's metadata must be an object, not {Describe(metadata.ValueKind)}.");
        return json;
    }

    private static JsonElement ParseJson(ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            // Unlike JsonDocument.Parse this copies into memory of its own, which no pool takes back under a provider that
            // still holds it.
            var json = JsonElement.ParseValue(ref reader);
            // Refuses whatever stands behind the value.
            reader.Read();
            // Here, so that no provider meets half a character.
            if (!WholeText.IsCertain(body))
                WholeText.Ensure(json);
            return json;
        }
        catch (JsonException exception)
        {
            throw new BadRequestException(
                $"The body is not JSON in UTF-8: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new BadRequestException("The body is not JSON in UTF-8: a text in it is no Unicode.");
        }
    }

    private static ReadOnlySequence<byte> WithoutByteOrderMark(ReadOnlySequence<byte> body)
    {
        Span<byte> start = stackalloc byte[3];
        if (body.Length < start.Length)
            return body;
        body.Slice(0, start.Length).CopyTo(start);
        return start.SequenceEqual(ByteOrderMark) ? body.Slice(start.Length) : body;
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
