using Pollinate.Host.Authentication;
using Pollinate.Host.Http;

namespace Pollinate.Host.Authorization;

/// <summary>Lets in those who may ask for vendordata, of those who are known. Safe for any thread.</summary>
/// <param name="policy">Who may; null lets everybody in, as where nobody knows who asks.</param>
/// <param name="denials">Told who may not.</param>
internal sealed class CallerAuthorization(CallerPolicy? policy, DenialLog denials)
{
    /// <remarks>Whoever is not known is none of its business: vendordata is 401 for them.</remarks>
    public bool Allows(RequestIdentity identity) =>
        policy is null || identity.Status != IdentityStatus.Confirmed || identity.DecideBy(policy).IsAllowed;

    /// <summary>Answers 403, which says nothing of the configuration, and logs what to do about it.</summary>
    public Task DenyAsync(HttpContext context, RequestIdentity identity)
    {
        denials.Write(context, identity.Caller, identity.DecideBy(policy!).Unmet);
        return ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "You are not authorized to ask for vendordata.");
    }
}
