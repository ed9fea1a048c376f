using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authentication;

/// <summary>
/// <c>auth_strategy = keystone</c>: removes what the client says of itself, decides on its tokens, and says in the request's
/// headers and in <see cref="RequestIdentity"/> who it is.
/// </summary>
internal sealed class KeystoneAuthenticationHandler(
    IOptionsMonitor<KeystoneAuthenticationOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    TokenCheck check,
    UnauthorizedAnswer unauthorized,
    KeystoneAuthtokenOptions authtoken,
    RefusalLog refusals)
    : AuthenticationHandler<KeystoneAuthenticationOptions>(options, loggers, encoder)
{
    private static readonly RequestIdentity NotConfirmed = new(IdentityStatus.Invalid, new Caller());

    private Refusal? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ExemptPaths.Contains(Request))
            return AuthenticateResult.NoResult();

        IdentityHeaders.RemoveFrom(Request.Headers);
        var decision = await check.DecideAsync(Context, authtoken.DelayAuthDecision);
        if (decision.Refusal is { } refusal)
        {
            refusals.Write(refusal, Context);
            if (!authtoken.DelayAuthDecision)
            {
                _refusal = refusal;
                return AuthenticateResult.NoResult();
            }
        }

        return Accept(decision);
    }

    /// <summary>Answers 401, or 503 when Keystone could not be asked.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        _refusal is Refusal.KeystoneUnavailable or Refusal.KeystoneSilent
            ? UnavailableAnswer.WriteAsync(Context)
            : unauthorized.WriteAsync(Context);

    private AuthenticateResult Accept(TokenDecision decision)
    {
        var headers = Request.Headers;
        if (decision.User is { } user)
        {
            foreach (var (name, value) in user.UserHeaders)
                headers[name] = value;
        }
        else
        {
            headers[IdentityHeaders.IdentityStatus] = IdentityHeaders.Invalid;
        }

        if (decision.Service is { } service)
        {
            foreach (var (name, value) in service.ServiceHeaders)
                headers[name] = value;
        }
        else if (decision.HasServiceToken)
        {
            headers[IdentityHeaders.ServiceIdentityStatus] = IdentityHeaders.Invalid;
        }

        Context.Features.Set(decision.User?.Identity ?? NotConfirmed);
        var principal = decision.User?.Principal ?? new ClaimsPrincipal(new ClaimsIdentity());
        return AuthenticateResult.Success(new(principal, Scheme.Name));
    }
}
