using Pollinate.Abstractions;
using Pollinate.Host.Budgets;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authentication;

/// <summary>
/// <c>auth_strategy = keystone</c>: removes what the client says of itself, decides on its tokens, and says in the request's
/// headers and in <see cref="RequestIdentity"/> who it is, as keystonemiddleware does.
/// </summary>
/// <remarks>
/// Not a handler of ASP.NET Core's authentication: its tickets, schemes and services for each request allocate 2.9 KB, and
/// take as long as all the rest of the decision on a token that is known.
/// </remarks>
internal sealed class KeystoneAuthentication(
    TokenCheck check, UnauthorizedAnswer unauthorized, KeystoneAuthtokenOptions authtoken, RefusalLog refusals)
    : IRequestAuthentication
{
    private static readonly RequestIdentity NotConfirmed = new(IdentityStatus.Invalid, new Caller());

    public async ValueTask<RequestIdentity?> AuthenticateAsync(HttpContext context, RequestBudget budget)
    {
        IdentityHeaders.RemoveFrom(context.Request.Headers);
        var decision = await check.DecideAsync(context, budget, authtoken.DelayAuthDecision);
        if (decision.Refusal is { } refusal)
        {
            refusals.Write(refusal, context);
            if (!authtoken.DelayAuthDecision)
            {
                await RefuseAsync(refusal, context);
                return null;
            }
        }

        IdentityHeaders.Add(decision, context.Request.Headers);
        if (decision.User is { } user)
            return user.Identity;
        // Whoever is asked next may refuse it, and then says where to get a token.
        context.Response.OnStarting(AddChallengeAsync, context.Response);
        return NotConfirmed;
    }

    /// <summary>Answers 401, or 503 when Keystone could not be asked.</summary>
    private Task RefuseAsync(Refusal refusal, HttpContext context) =>
        refusal is Refusal.KeystoneUnavailable or Refusal.KeystoneSilent
            ? UnavailableAnswer.WriteAsync(context)
            : unauthorized.WriteAsync(context);

    private Task AddChallengeAsync(object response)
    {
        unauthorized.AddChallenge((HttpResponse)response);
        return Task.CompletedTask;
    }
}
