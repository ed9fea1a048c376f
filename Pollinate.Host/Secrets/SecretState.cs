namespace Pollinate.Host.Secrets;

/// <summary>What is known of the secrets. Immutable; each attempt to read them makes another.</summary>
/// <param name="Condition">How it stands with them.</param>
/// <param name="Secrets">The last ones that may serve, already there to be awaited; null when there are none.</param>
/// <param name="ReadAt">When the attempt that read them began.</param>
/// <param name="TriedAt">When the last attempt ended.</param>
internal sealed record SecretState(
    SecretCondition Condition,
    Task<IReadOnlyDictionary<string, string>>? Secrets,
    long ReadAt,
    long TriedAt)
{
    /// <summary>When the attempt began that says so.</summary>
    public long Begun { get; init; }

    /// <summary>How many attempts have failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>So long is the back end not asked again, since it asked for that.</summary>
    public TimeSpan LeftAlone { get; init; }

    /// <summary>The last failure, of which copies are thrown; null when there is none, or secrets serve in its place.</summary>
    public SecretStoreException? Failure { get; init; }

    public static SecretState Unknown { get; } = new(SecretCondition.Unknown, null, 0, 0);
}
