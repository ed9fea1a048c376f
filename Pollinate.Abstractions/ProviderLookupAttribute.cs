namespace Pollinate.Abstractions;

/// <summary>
/// Declares a lookup that the provider will need for nearly every request. The host reads it from the plugin's metadata and
/// starts all declared lookups of all providers as a request arrives, so that providers which run one after the other wait
/// for one round trip and not for the sum. It changes nothing else: a lookup that is not declared works just as well, and
/// the failure of one that is declared reaches nobody who does not ask for it.
/// </summary>
/// <param name="kind">What will be needed.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ProviderLookupAttribute(LookupKind kind) : Attribute
{
    /// <summary>What will be needed.</summary>
    public LookupKind Kind { get; } = kind;

    /// <summary>
    /// For <see cref="LookupKind.Credentials"/>, their type. For <see cref="LookupKind.Secrets"/>, if it is known before a
    /// request, the name of a secret: <c>nova-pollinate check</c> says when the store lacks it. There <c>{option}</c> stands for
    /// the value of an option that the provider declares; of a list for each item, behind its colon if it has one. Any other
    /// <c>{name}</c> stands for what only the request says: then one secret of that form is enough. Otherwise null: the request
    /// says which.
    /// </summary>
    public string? Id { get; set; }
}
