using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>An HTTP answer, read whole.</summary>
/// <param name="Call">Method and address of the call, for messages; without query.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="SubjectToken">The header <c>X-Subject-Token</c>, or null.</param>
internal sealed record HttpAnswer(string Call, int Status, ReadOnlyMemory<byte> Body, string? SubjectToken)
{
    /// <summary>The body's media type, without parameters; null when the answer names none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The answer says that its body is JSON, or does not say what it is.</summary>
    public bool IsJson => ContentType is null
        || ContentType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || ContentType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="OpenStackException">It is not JSON.</exception>
    public JsonElement ReadJson()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            ReadText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser's message quotes the body, which may hold anything.
            throw new OpenStackException($"{Call} answered {Status} with a body that is not JSON.");
        }
    }

    // The parser takes bytes that are not UTF-8, and halves of characters, for text; whoever reads them later stumbles.
    private static void ReadText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    ReadText(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadText(property.Value);
                }

                break;
        }
    }

    // A record prints its members, and these are secrets.
    public override string ToString() => $"{Call}: {Status}";
}
