namespace Pollinate.Host.Pipeline;

/// <summary>What became of one provider in one request.</summary>
/// <param name="Name">The provider.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="Duration">How long it took; zero when it was not asked.</param>
/// <param name="Bytes">The length of the JSON that it gave, its part for cloud-init included; 0 when it gave none.</param>
/// <param name="Reason">Why there is none of it in the answer, on one line; null when nothing went wrong.</param>
internal sealed record ProviderOutcome(string Name, ProviderOutcomeKind Kind, TimeSpan Duration, int Bytes, string? Reason)
{
    /// <summary>Whether the answer lacks the provider although it may have had something to give.</summary>
    public bool IsFailure => Kind is not (ProviderOutcomeKind.Ok or ProviderOutcomeKind.Nothing);
}
