using Microsoft.AspNetCore.Authentication;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Lets in only what may come in: every path but the exempt ones needs an authenticated caller, before anything else of
/// the request is looked at.
/// </summary>
internal sealed class AuthenticationGate(
    RequestDelegate next, DefaultOptions defaults, UnauthorizedAnswer unauthorized)
{
    private readonly bool _challenges = defaults.AuthStrategy == DefaultOptions.KeystoneStrategy;

    public async Task InvokeAsync(HttpContext context)
    {
        if (ExemptPaths.Contains(context.Request))
        {
            await next(context);
            return;
        }

        // The middleware before has run it; this is its result.
        var result = await context.AuthenticateAsync();
        if (!result.Succeeded)
        {
            await context.ChallengeAsync();
            return;
        }

        if (_challenges)
            context.Response.OnStarting(AddChallengeAsync, context.Response);
        await next(context);
    }

    private Task AddChallengeAsync(object response)
    {
        unauthorized.AddChallenge((HttpResponse)response);
        return Task.CompletedTask;
    }
}
