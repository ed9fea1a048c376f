namespace Pollinate.Host.OpenStack;

/// <summary>
/// The versions of the services' APIs that lookups are written for. A catalog may name the service without one: Glance's
/// usually does.
/// </summary>
internal static class ServiceVersions
{
    /// <summary>The endpoint with its version; one that has a version already is the one to use.</summary>
    /// <param name="serviceType">The type that is asked for.</param>
    /// <param name="endpoint">The address in the catalog, without slashes at its end.</param>
    public static string Apply(string serviceType, string endpoint) => UrlVersion.IsIn(endpoint)
        ? endpoint
        : serviceType switch
        {
            "compute" => endpoint + "/v2.1",
            "image" => endpoint + "/v2",
            "volumev3" or "block-storage" => endpoint + "/v3",
            _ => endpoint,
        };
}
