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

    /// <summary>For <see cref="LookupKind.Credentials"/>, their type; otherwise null: the request says which.</summary>
    public string? Id { get; set; }
}
