namespace Pollinate.Host.OpenStack;

/// <summary>A token of the daemon's own and its times. Immutable; a class, since a record would print its value.</summary>
/// <param name="token">The token.</param>
/// <param name="askedAt">When it was asked for.</param>
/// <param name="gotAt">When it came.</param>
internal sealed class KeptOwnToken(OwnToken token, long askedAt, long gotAt)
{
    public OwnToken Token { get; } = token;

    public long AskedAt { get; } = askedAt;

    public long GotAt { get; } = gotAt;
}
