using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

/// <summary>A lookup that a provider declares.</summary>
/// <param name="Kind">What is looked up.</param>
/// <param name="Id">Of credentials their type; null where the request says which.</param>
internal sealed record DeclaredLookup(LookupKind Kind, string? Id);
