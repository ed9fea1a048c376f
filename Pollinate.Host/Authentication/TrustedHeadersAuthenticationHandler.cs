using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Pollinate.Abstractions;

namespace Pollinate.Host.Authentication;

/// <summary>
/// <c>auth_strategy = noauth</c> and <c>testing</c>: whatever the client says of itself is believed. Every request passes;
/// <see cref="RequestIdentity"/> tells what it said.
/// </summary>
internal sealed class TrustedHeadersAuthenticationHandler(
    IOptionsMonitor<KeystoneAuthenticationOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<KeystoneAuthenticationOptions>(options, loggers, encoder)
{
    private static readonly RequestIdentity SaysNothing = new(IdentityStatus.Unknown, new Caller());
    private static readonly RequestIdentity SaysInvalid = new(IdentityStatus.Invalid, new Caller());

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var identity = Read(Request.Headers);
        Context.Features.Set(identity);
        var principal = identity.Status == IdentityStatus.Confirmed
            ? CallerPrincipal.Of(identity.Caller, Scheme.Name)
            : new ClaimsPrincipal(new ClaimsIdentity());
        return Task.FromResult(AuthenticateResult.Success(new(principal, Scheme.Name)));
    }

    private static RequestIdentity Read(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(IdentityHeaders.IdentityStatus, out var status))
            return SaysNothing;
        return status == IdentityHeaders.Confirmed ? new(IdentityStatus.Confirmed, ReadCaller(headers)) : SaysInvalid;
    }

    private static Caller ReadCaller(IHeaderDictionary headers) => new()
    {
        UserId = Text(headers, IdentityHeaders.UserId),
        UserName = Text(headers, IdentityHeaders.UserName),
        UserDomainId = Text(headers, IdentityHeaders.UserDomainId),
        UserDomainName = Text(headers, IdentityHeaders.UserDomainName),
        ProjectId = Text(headers, IdentityHeaders.ProjectId),
        ProjectName = Text(headers, IdentityHeaders.ProjectName),
        ProjectDomainId = Text(headers, IdentityHeaders.ProjectDomainId),
        ProjectDomainName = Text(headers, IdentityHeaders.ProjectDomainName),
        DomainId = Text(headers, IdentityHeaders.DomainId),
        DomainName = Text(headers, IdentityHeaders.DomainName),
        IsSystemScoped = headers[IdentityHeaders.SystemScope] == "all",
        Roles = headers[IdentityHeaders.Roles].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };

    private static string? Text(IHeaderDictionary headers, string field) =>
        headers[IdentityHeaders.UserPrefix + field] is { Count: > 0 } values ? values.ToString() : null;
}
