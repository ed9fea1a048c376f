namespace Pollinate.Host.Authorization;

/// <summary>Whether a caller may ask. Immutable, safe for any thread.</summary>
/// <param name="policy">Who says so.</param>
/// <param name="unmet">What stands against it.</param>
internal sealed class CallerDecision(CallerPolicy policy, Unmet unmet)
{
    /// <summary>Who says so: another policy may say something else.</summary>
    public CallerPolicy Policy { get; } = policy;

    /// <summary>What stands against it.</summary>
    public Unmet Unmet { get; } = unmet;

    public bool IsAllowed => Unmet == Unmet.None;
}
