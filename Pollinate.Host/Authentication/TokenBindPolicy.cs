using System.Security.Claims;

namespace Pollinate.Host.Authentication;

/// <summary>The check that <c>enforce_token_bind</c> asks for. Immutable.</summary>
internal sealed class TokenBindPolicy
{
    private const string Disabled = "disabled";
    private const string Permissive = "permissive";
    private const string Strict = "strict";
    private const string Required = "required";

    private readonly bool _isDisabled;
    private readonly bool _allowsNone;
    private readonly bool _allowsUnknown;
    private readonly string? _requiredKind;

    /// <param name="mode">The option's text: one of four words, or a kind of binding that every token must have.</param>
    public TokenBindPolicy(string mode)
    {
        _isDisabled = Is(mode, Disabled);
        _allowsUnknown = Is(mode, Permissive);
        _allowsNone = _allowsUnknown || Is(mode, Strict);
        _requiredKind = _isDisabled || _allowsNone || Is(mode, Required) ? null : mode;
    }

    /// <summary>
    /// Whether the request shows what the token is bound to. Of the kinds of binding only kerberos can be checked: the
    /// connection's own authentication, if the server did any, must have named the same user.
    /// </summary>
    public bool Allows(TokenBind bind, HttpContext request)
    {
        if (_isDisabled)
            return true;
        if (bind.IsEmpty)
            return _allowsNone;
        if (_requiredKind is not null && !bind.Has(_requiredKind))
            return false;

        foreach (var (kind, identity) in bind.Entries)
        {
            if (kind == TokenBind.Kerberos ? !IsKerberosUser(request.User, identity) : !_allowsUnknown)
                return false;
        }

        return true;
    }

    private static bool IsKerberosUser(ClaimsPrincipal user, string? name) =>
        name is not null
        && user.Identity is { } identity
        && string.Equals(identity.AuthenticationType, "Negotiate", StringComparison.OrdinalIgnoreCase)
        && identity.Name == name;

    private static bool Is(string mode, string word) => string.Equals(mode, word, StringComparison.OrdinalIgnoreCase);
}
