namespace Pollinate.Host.Authentication;

/// <summary>What is known of the caller's token, as keystonemiddleware's X-Identity-Status says it.</summary>
internal enum IdentityStatus
{
    /// <summary>Nobody looked: no authentication is configured and the request says nothing.</summary>
    Unknown,

    /// <summary>The token is valid.</summary>
    Confirmed,

    /// <summary>There is no token, or not a valid one, and <c>delay_auth_decision</c> let the request through.</summary>
    Invalid,
}
