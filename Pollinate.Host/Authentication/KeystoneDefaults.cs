namespace Pollinate.Host.Authentication;

/// <summary>The names of the two ways to authenticate, as ASP.NET Core knows them.</summary>
internal static class KeystoneDefaults
{
    /// <summary><c>auth_strategy = keystone</c>: by Keystone token.</summary>
    public const string Scheme = "Keystone";

    /// <summary><c>auth_strategy = noauth</c> and <c>testing</c>: the request's own headers are believed.</summary>
    public const string TrustedHeadersScheme = "TrustedHeaders";
}
