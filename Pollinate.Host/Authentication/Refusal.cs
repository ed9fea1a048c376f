namespace Pollinate.Host.Authentication;

/// <summary>Why a request is not let in.</summary>
internal enum Refusal
{
    NoToken,
    BlankToken,
    SeveralTokens,
    TooLong,
    NotAToken,
    Unknown,
    Expired,
    Bind,
    AccessRules,
    ServiceTokenUnknown,
    ServiceTokenExpired,
    ServiceTokenBind,
    ServiceTokenRole,
    KeystoneUnavailable,
    KeystoneSilent,
}
