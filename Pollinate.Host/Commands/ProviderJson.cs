using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pollinate.Host.Commands;

/// <summary>Writes listings as JSON for programs: a list of objects, all with the same keys.</summary>
internal static class ProviderJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream output, IReadOnlyList<ProviderListing> listings)
    {
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartArray();
            foreach (var listing in listings)
                Write(json, listing);
            json.WriteEndArray();
        }

        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, ProviderListing listing)
    {
        json.WriteStartObject();
        if (listing.Order is { } order)
            json.WriteNumber("order", order);
        else
            json.WriteNull("order");
        json.WriteString("entry", listing.Entry);
        json.WriteString("name", listing.Name);
        json.WriteString("type", listing.Type);
        json.WriteString("plugin", listing.Plugin);
        json.WriteString("version", listing.Version);
        json.WriteString("contract", listing.Contract);
        json.WriteStartArray("needs");
        foreach (var need in listing.Needs)
            json.WriteStringValue(need);
        json.WriteEndArray();
        if (listing.Required is { } required)
            json.WriteBoolean("required", required);
        else
            json.WriteNull("required");
        json.WriteString("status", listing.Status);
        json.WriteString("problem", listing.Problem);
        json.WriteEndObject();
    }
}
