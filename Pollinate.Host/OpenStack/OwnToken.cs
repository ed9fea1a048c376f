using System.Collections.Concurrent;

namespace Pollinate.Host.OpenStack;

/// <summary>A token that the daemon got for itself. Immutable; a class, since a record would print its value.</summary>
internal sealed class OwnToken(string value, DateTimeOffset expiresAt, ServiceCatalog catalog)
{
    /// <summary>Renewed when it has less than this left, as in keystoneauth.</summary>
    public static readonly TimeSpan RenewalMargin = TimeSpan.FromSeconds(120);

    /// <summary>The token itself: a secret.</summary>
    public string Value { get; } = value;

    /// <summary>The services that this token can be used with.</summary>
    public ServiceCatalog Catalog { get; } = catalog;

    /// <summary>Whose it is; null when nobody has said.</summary>
    public TokenOwner? Owner { get; init; }

    /// <summary>The addresses that were found in the catalog, by the type of their service.</summary>
    public ConcurrentDictionary<string, string> Endpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>There is time enough left to use it.</summary>
    public bool IsFresh(DateTimeOffset now) => expiresAt - now >= RenewalMargin;
}
