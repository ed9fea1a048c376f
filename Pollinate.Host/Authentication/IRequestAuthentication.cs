using Pollinate.Host.Budgets;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Says who sent a request, before anything else of it is looked at: what <c>[DEFAULT] auth_strategy</c> asks for. Safe for
/// any thread.
/// </summary>
internal interface IRequestAuthentication
{
    /// <summary>Authenticates a request, or answers it when it may not come in.</summary>
    /// <returns>Who sent it; null when it was answered.</returns>
    /// <exception cref="OperationCanceledException">The request was aborted.</exception>
    ValueTask<RequestIdentity?> AuthenticateAsync(HttpContext context, RequestBudget budget);
}
