using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

/// <summary>A lookup that a provider declares.</summary>
/// <param name="Kind">What is looked up.</param>
/// <param name="Id">Of credentials their type; of secrets the name of one, see <see cref="ProviderLookupAttribute"/>; null where the request says which.</param>
internal sealed record DeclaredLookup(LookupKind Kind, string? Id)
{
    /// <summary>What is looked up for it: the store of secrets is read whole, whichever are named.</summary>
    public DeclaredLookup Whole => Kind == LookupKind.Secrets ? this with { Id = null } : this;
}
