using Pollinate.Abstractions;
using Pollinate.Host.Authorization;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Who sent a request that passed authentication, whatever the strategy. One object for each validated token, so what is
/// decided on it is decided once. Safe for any thread.
/// </summary>
/// <param name="status">Whether the caller is to be believed.</param>
/// <param name="caller">Who it is; without any value when the status is not <see cref="IdentityStatus.Confirmed"/>.</param>
internal sealed class RequestIdentity(IdentityStatus status, Caller caller)
{
    private CallerDecision? _decision;

    /// <summary>Whether the caller is to be believed.</summary>
    public IdentityStatus Status { get; } = status;

    /// <summary>Who it is; without any value when the status is not <see cref="IdentityStatus.Confirmed"/>.</summary>
    public Caller Caller { get; } = caller;

    /// <summary>The last policy that was asked refused the caller.</summary>
    public bool WasRefused => _decision is { IsAllowed: false };

    /// <summary>What a policy says of the caller, worked out on first use and kept as long as the same one asks.</summary>
    public CallerDecision DecideBy(CallerPolicy policy)
    {
        var known = _decision;
        if (!ReferenceEquals(known?.Policy, policy))
            _decision = known = policy.Decide(Caller);
        return known!;
    }
}
