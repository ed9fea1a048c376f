using Microsoft.Extensions.Primitives;
using Pollinate.Abstractions;

namespace Pollinate.Host.Authentication;

/// <summary>
/// All that a request needs of a token that Keystone said is valid, worked out once. Holds no token. Immutable but for
/// whether its caller was refused. Safe for any thread.
/// </summary>
internal sealed class ValidatedToken
{
    private volatile bool _wasRefused;

    /// <summary>When it expires. Checked on every use, since it may have been kept for a while.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The headers of a request that came with it as the caller's token.</summary>
    public required KeyValuePair<string, StringValues>[] UserHeaders { get; init; }

    /// <summary>The headers of a request that came with it as the service token.</summary>
    public required KeyValuePair<string, StringValues>[] ServiceHeaders { get; init; }

    /// <summary>The confirmed identity of a caller that came with it.</summary>
    public required RequestIdentity Identity { get; init; }

    public required TokenBind Bind { get; init; }

    /// <summary>The calls that it may be used for, or null for all.</summary>
    public required AccessRules? AccessRules { get; init; }

    public Caller Caller => Identity.Caller;

    /// <summary>Its caller was refused for what it says, which Keystone may say otherwise by now.</summary>
    public bool WasRefused => _wasRefused || Identity.WasRefused;

    /// <summary>Notes that its caller was refused for what it says.</summary>
    public void NoteRefusal() => _wasRefused = true;

    public bool HasExpired(DateTimeOffset now) => ExpiresAt < now;
}
