using Pollinate.Abstractions;
using Pollinate.Host.Budgets;

namespace Pollinate.Host.Authentication;

/// <summary>
/// <c>auth_strategy = noauth</c> and <c>testing</c>: whatever the client says of itself in the identity headers is believed,
/// and every request passes.
/// </summary>
internal sealed class TrustedHeadersAuthentication : IRequestAuthentication
{
    private static readonly RequestIdentity SaysNothing = new(IdentityStatus.Unknown, new Caller());
    private static readonly RequestIdentity SaysInvalid = new(IdentityStatus.Invalid, new Caller());

    public ValueTask<RequestIdentity?> AuthenticateAsync(HttpContext context, RequestBudget budget) => new(Read(context.Request.Headers));

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
