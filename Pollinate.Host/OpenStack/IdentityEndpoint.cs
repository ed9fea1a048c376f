namespace Pollinate.Host.OpenStack;

/// <summary>Where the catalog says that Keystone is.</summary>
/// <param name="CatalogUrl">The address as the catalog has it, without slashes at its end.</param>
/// <param name="Url">The base of version 3's addresses, without a slash at its end.</param>
/// <param name="IsAssumed">
/// Keystone could not be asked for its versions, so the address may be wrong: a 404 there says nothing about what was
/// asked for.
/// </param>
internal sealed record IdentityEndpoint(string CatalogUrl, string Url, bool IsAssumed);
