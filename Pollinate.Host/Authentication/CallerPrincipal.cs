using System.Security.Claims;
using Pollinate.Abstractions;

namespace Pollinate.Host.Authentication;

/// <summary>Says in ASP.NET Core's terms who a caller is.</summary>
internal static class CallerPrincipal
{
    public static ClaimsPrincipal Of(Caller caller, string scheme)
    {
        var identity = new ClaimsIdentity(scheme);
        if (caller.UserId is not null)
            identity.AddClaim(new(ClaimTypes.NameIdentifier, caller.UserId));
        if (caller.UserName is not null)
            identity.AddClaim(new(ClaimTypes.Name, caller.UserName));
        foreach (var role in caller.Roles)
            identity.AddClaim(new(ClaimTypes.Role, role));
        return new(identity);
    }
}
