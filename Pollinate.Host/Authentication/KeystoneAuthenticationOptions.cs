using Microsoft.AspNetCore.Authentication;

namespace Pollinate.Host.Authentication;

/// <summary>The options of the scheme: none, since <c>[keystone_authtoken]</c> has them all.</summary>
internal sealed class KeystoneAuthenticationOptions : AuthenticationSchemeOptions;
