using System.Buffers;
using System.Text;
using System.Text.Json;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Writes <c>X-Service-Catalog</c>: a token's catalog in the form of version 2 of the Identity API, where the endpoints of
/// one region are one object.
/// </summary>
internal static class ServiceCatalogHeader
{
    /// <summary>The header's value, ASCII; null when the token has no catalog.</summary>
    public static string? Of(JsonElement token)
    {
        if (!token.TryGetProperty("catalog", out var catalog) || catalog.ValueKind != JsonValueKind.Array)
            return null;

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var service in catalog.EnumerateArray())
            {
                if (JsonText.Of(service, "type") is { } type)
                    WriteService(json, service, type);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteService(Utf8JsonWriter json, JsonElement service, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        if (JsonText.Of(service, "name") is { } name)
            json.WriteString("name", name);
        json.WriteStartArray("endpoints");
        foreach (var (region, urls) in RegionsOf(service))
        {
            json.WriteStartObject();
            if (region.Length > 0)
                json.WriteString("region", region);
            foreach (var (kind, url) in urls)
                json.WriteString(kind + "URL", url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Both levels in the order of first appearance.
    private static OrderedDictionary<string, OrderedDictionary<string, string?>> RegionsOf(JsonElement service)
    {
        var regions = new OrderedDictionary<string, OrderedDictionary<string, string?>>(StringComparer.Ordinal);
        if (!service.TryGetProperty("endpoints", out var endpoints) || endpoints.ValueKind != JsonValueKind.Array)
            return regions;

        foreach (var endpoint in endpoints.EnumerateArray())
        {
            if (JsonText.Of(endpoint, "interface") is not { } kind)
                continue;
            var region = JsonText.Of(endpoint, "region") ?? "";
            if (!regions.TryGetValue(region, out var urls))
                regions[region] = urls = new(StringComparer.Ordinal);
            urls[kind] = JsonText.Of(endpoint, "url");
        }

        return regions;
    }
}
