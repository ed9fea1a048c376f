namespace Pollinate.Host.Pipeline;

/// <summary>How one provider's call for one request ended.</summary>
/// <param name="Name">The provider.</param>
/// <param name="Kind">How.</param>
/// <param name="Duration">How long it ran; zero when it did not begin.</param>
/// <param name="Bytes">The size of what it gave, its cloud-config not counted.</param>
/// <param name="Reason">Why it has no part in the answer, in short; null when it has one or gave nothing.</param>
internal sealed record ProviderOutcome(string Name, OutcomeKind Kind, TimeSpan Duration, int Bytes, string? Reason);
