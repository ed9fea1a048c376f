using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>Where and as whom to authenticate. Immutable; holds a secret, so it is never printed.</summary>
internal sealed class KeystoneCredentials(AuthPlugin plugin, KeystoneCredentialOptions options)
{
    /// <summary>Keystone's address as configured, without slashes at its end.</summary>
    public string AuthUrl { get; } = options.AuthUrl!.TrimEnd('/');

    /// <summary>Ask Keystone first where its version 3 lies.</summary>
    public bool DiscoversVersion { get; } = !plugin.IsVersioned;

    /// <summary>The body of <c>POST /v3/auth/tokens</c>.</summary>
    public ReadOnlyMemory<byte> RequestBody { get; } = AuthRequest.Write(plugin, options);

    /// <summary>The base of version 3's addresses as the configured address alone tells it.</summary>
    public string AssumedVersion3Url => AuthUrl.EndsWith("v3", StringComparison.Ordinal) ? AuthUrl : AuthUrl + "/v3";
}
