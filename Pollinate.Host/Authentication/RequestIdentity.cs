using Pollinate.Abstractions;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Who sent the request: a feature of the HTTP context, set on every request that passed authentication, whatever the
/// strategy.
/// </summary>
/// <param name="Status">Whether the caller is to be believed.</param>
/// <param name="Caller">Who it is; without any value when the status is not <see cref="IdentityStatus.Confirmed"/>.</param>
internal sealed record RequestIdentity(IdentityStatus Status, Caller Caller);
