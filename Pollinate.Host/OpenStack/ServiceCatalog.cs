using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>The addresses of a cloud's services, as they come with a token. Immutable.</summary>
/// <param name="Services">The services, in the catalog's order.</param>
internal sealed record ServiceCatalog(IReadOnlyList<CatalogService> Services)
{
    public static ServiceCatalog Empty { get; } = new([]);

    /// <summary>Reads the catalog of a token; what has not the shape of a catalog is left out.</summary>
    public static ServiceCatalog Read(JsonElement token)
    {
        if (!token.TryGetProperty("catalog", out var catalog) || catalog.ValueKind != JsonValueKind.Array)
            return Empty;

        var services = new List<CatalogService>(catalog.GetArrayLength());
        foreach (var service in catalog.EnumerateArray())
        {
            if (JsonText.Of(service, "type") is { } type)
                services.Add(new(type, ReadEndpoints(service)));
        }

        return new(services);
    }

    /// <summary>Finds the address of a service.</summary>
    /// <param name="type">Its type; its other names are found as well.</param>
    /// <param name="interfaces">The kinds of endpoint, in order of preference.</param>
    /// <param name="region">The region, or null for any.</param>
    /// <returns>The first address in the catalog's order, or null when there is none.</returns>
    public string? Find(string type, IReadOnlyList<string> interfaces, string? region)
    {
        foreach (var acceptable in ServiceTypes.Acceptable(type))
        {
            foreach (var kind in interfaces)
            {
                if (FindExactly(acceptable, kind, region) is { } url)
                    return url;
            }
        }

        return null;
    }

    private static List<CatalogEndpoint> ReadEndpoints(JsonElement service)
    {
        var endpoints = new List<CatalogEndpoint>();
        if (!service.TryGetProperty("endpoints", out var list) || list.ValueKind != JsonValueKind.Array)
            return endpoints;

        foreach (var endpoint in list.EnumerateArray())
        {
            if (JsonText.Of(endpoint, "interface") is { } kind && JsonText.Of(endpoint, "url") is { Length: > 0 } url)
                endpoints.Add(new(kind, RegionOf(endpoint), url));
        }

        return endpoints;
    }

    private static string RegionOf(JsonElement endpoint) =>
        JsonText.Of(endpoint, "region_id") is { Length: > 0 } id ? id : JsonText.Of(endpoint, "region") ?? "";

    private string? FindExactly(string type, string kind, string? region)
    {
        foreach (var service in Services)
        {
            if (service.Type != type)
                continue;
            foreach (var endpoint in service.Endpoints)
            {
                if (endpoint.Interface == kind && (region is null || endpoint.Region == region))
                    return endpoint.Url;
            }
        }

        return null;
    }
}
