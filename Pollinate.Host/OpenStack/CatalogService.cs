namespace Pollinate.Host.OpenStack;

/// <summary>One service of a catalog.</summary>
/// <param name="Type">Its type, such as identity or volumev3.</param>
/// <param name="Endpoints">Its addresses, in the catalog's order, those without a URL left out.</param>
internal sealed record CatalogService(string Type, IReadOnlyList<CatalogEndpoint> Endpoints);
