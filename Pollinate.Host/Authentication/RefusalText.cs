namespace Pollinate.Host.Authentication;

/// <summary>The reasons in words, for the log.</summary>
internal static class RefusalText
{
    public static string Of(Refusal refusal) => refusal switch
    {
        Refusal.NoToken => "it came without a token",
        Refusal.BlankToken => "its token is blank",
        Refusal.SeveralTokens => "it came with more than one token of a kind",
        Refusal.TooLong => $"its token is longer than {CallerToken.MaximumLength} characters",
        Refusal.NotAToken => "its token has characters that no token has",
        Refusal.Unknown => "Keystone does not know its token, or the token has expired or was revoked",
        Refusal.Expired => "its token has expired",
        Refusal.Bind => "its token is bound to something that the request does not show",
        Refusal.AccessRules => "the access rules of its application credential do not allow it",
        Refusal.ServiceTokenUnknown => "Keystone does not know its service token, or that token has expired or was revoked",
        Refusal.ServiceTokenExpired => "its service token has expired",
        Refusal.ServiceTokenBind => "its service token is bound to something that the request does not show",
        Refusal.ServiceTokenRole => "its service token has none of the roles of service_token_roles",
        Refusal.KeystoneUnavailable => "Keystone could not tell whether its token is valid",
        Refusal.KeystoneSilent => "Keystone did not tell within [DEFAULT] request_timeout whether its token is valid",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };
}
