namespace Pollinate.Host.OpenStack;

/// <summary>One address of a service.</summary>
/// <param name="Interface">public, internal or admin.</param>
/// <param name="Region">The region's id or, where it has none, its name; empty when it has neither.</param>
/// <param name="Url">The address.</param>
internal sealed record CatalogEndpoint(string Interface, string Region, string Url);
