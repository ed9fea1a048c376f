using Pollinate.Host.Budgets;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Decides on a request by its tokens: keystonemiddleware's <c>auth_token</c>. Safe for any thread.
/// </summary>
internal sealed class TokenCheck(TokenValidations validations, KeystoneAuthtokenOptions options, TimeProvider clock)
{
    private readonly TokenBindPolicy _bindPolicy = new(options.EnforceTokenBind);
    private readonly string? _serviceType = string.IsNullOrEmpty(options.ServiceType) ? null : options.ServiceType;

    /// <summary>Decides.</summary>
    /// <param name="context">The request; nothing is changed in it.</param>
    /// <param name="budget">The time that it has.</param>
    /// <param name="decideAll">
    /// Look at the caller's token even when the request must be refused anyway, since the application will be told of it.
    /// </param>
    /// <exception cref="OperationCanceledException">The request was aborted.</exception>
    public async ValueTask<TokenDecision> DecideAsync(HttpContext context, RequestBudget budget, bool decideAll)
    {
        var userToken = CallerToken.OfUser(context.Request.Headers);
        var serviceToken = CallerToken.OfService(context.Request.Headers);
        if (!userToken.IsUsable && !decideAll)
            return new(null, null, userToken.Reason, serviceToken is not null);

        var service = serviceToken is null ? default : await CheckServiceAsync(serviceToken.Value, context, budget);
        if (service.Refusal is not null && !decideAll)
            return new(null, null, service.Refusal, true);

        var user = await CheckUserAsync(userToken, service, context, budget);
        return new(user.Token, service.Token, user.Refusal ?? service.Refusal, serviceToken is not null);
    }

    private async ValueTask<Outcome> CheckServiceAsync(CallerToken serviceToken, HttpContext context, RequestBudget budget)
    {
        var outcome = await ValidateAsync(serviceToken, allowExpired: false, budget);
        if (outcome.Token is not { } token)
            return outcome.Refusal == Refusal.Unknown ? new(null, Refusal.ServiceTokenUnknown) : outcome;
        if (token.HasExpired(clock.GetUtcNow()))
            return new(null, Refusal.ServiceTokenExpired);
        if (!_bindPolicy.Allows(token.Bind, context))
            return new(null, Refusal.ServiceTokenBind);

        var hasRole = HasServiceRole(token);
        if (hasRole || !options.ServiceTokenRolesRequired)
            return new(token, null) { MayExcuseExpiry = hasRole };
        token.NoteRefusal();
        return new(null, Refusal.ServiceTokenRole);
    }

    private async ValueTask<Outcome> CheckUserAsync(CallerToken userToken, Outcome service, HttpContext context, RequestBudget budget)
    {
        var outcome = await ValidateAsync(userToken, service.MayExcuseExpiry, budget);
        if (outcome.Token is not { } token)
            return outcome;
        if (!service.MayExcuseExpiry && token.HasExpired(clock.GetUtcNow()))
            return new(null, Refusal.Expired);
        // A service that acts for the user cannot show what the user's token is bound to.
        if (service.Token is null && !_bindPolicy.Allows(token.Bind, context))
            return new(null, Refusal.Bind);
        if (token.AccessRules is { } rules
            && !rules.Allow(_serviceType, context.Request.Method, PathOf(context.Request), service.Token is not null))
        {
            token.NoteRefusal();
            return new(null, Refusal.AccessRules);
        }

        return outcome;
    }

    private async ValueTask<Outcome> ValidateAsync(CallerToken token, bool allowExpired, RequestBudget budget)
    {
        if (!token.IsUsable)
            return new(null, token.Reason);

        try
        {
            var asked = validations.GetAsync(token.Value, allowExpired);
            // The budget's token is made when it is first asked for, which a cached token should not have to pay.
            var validated = asked.IsCompletedSuccessfully
                ? await asked
                : await asked.AsTask().WaitAsync(budget.Token);
            return validated is null ? new(null, Refusal.Unknown) : new(validated, null);
        }
        catch (OpenStackException)
        {
            // TokenValidator has logged it, once for all who waited.
            return new(null, Refusal.KeystoneUnavailable);
        }
        catch (OperationCanceledException) when (!budget.RequestAborted.IsCancellationRequested)
        {
            return new(null, Refusal.KeystoneSilent);
        }
    }

    private bool HasServiceRole(ValidatedToken token)
    {
        foreach (var role in token.Caller.Roles)
        {
            if (options.ServiceTokenRoles.Contains(role))
                return true;
        }

        return false;
    }

    private static string PathOf(HttpRequest request) => request.PathBase.Value + request.Path.Value;

    private readonly record struct Outcome(ValidatedToken? Token, Refusal? Refusal)
    {
        /// <summary>It is a service token with a role that lets the caller's token be one that has expired.</summary>
        public bool MayExcuseExpiry { get; init; }
    }
}
