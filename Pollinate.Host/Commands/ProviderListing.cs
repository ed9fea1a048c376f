namespace Pollinate.Host.Commands;

/// <summary>A line of <c>nova-pollinate providers</c>: an entry of <c>[DEFAULT] providers</c>, or what a plugin folder holds unused.</summary>
/// <param name="Order">The entry's place in the order in which the providers run, from 1; null when it is not listed.</param>
/// <param name="Entry">The entry as it is written; null when it is not listed.</param>
/// <param name="Name">The provider's name; null when it is not known, or it has none.</param>
/// <param name="Type">The full name of its class; null when it is not known.</param>
/// <param name="Plugin">The plugin's folder, absolute; null when it is not known.</param>
/// <param name="Version">The plugin's version; null when it is not known.</param>
/// <param name="Contract">The version of the contract that it was built against; null when it is not known.</param>
/// <param name="Needs">The lookups that it declares.</param>
/// <param name="Required">Whether a request fails with it; null when it has no section.</param>
/// <param name="Status">One of the constants.</param>
/// <param name="Problem">Why it can't be used, a sentence; null when it can.</param>
internal sealed record ProviderListing(
    int? Order,
    string? Entry,
    string? Name,
    string? Type,
    string? Plugin,
    string? Version,
    string? Contract,
    IReadOnlyList<string> Needs,
    bool? Required,
    string Status,
    string? Problem)
{
    /// <summary>It is listed and can be used, as far as can be known without running its code.</summary>
    public const string Ready = "ready";

    /// <summary>It is listed and can't be used.</summary>
    public const string Unusable = "unusable";

    /// <summary>No entry names it.</summary>
    public const string NotListed = "not listed";
}
