using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>One section that authenticates, and the section that its credentials stand in.</summary>
/// <param name="Name">The section that uses the credentials.</param>
/// <param name="Options">Its own options: TLS and region come from here.</param>
/// <param name="CredentialsName">The section that holds <c>auth_type</c> and the plugin's options.</param>
/// <param name="Credentials">Those options, or null when <c>auth_section</c> names no section that can hold any.</param>
internal sealed record KeystoneSection(
    string Name, KeystoneCredentialOptions Options, string CredentialsName, KeystoneCredentialOptions? Credentials)
{
    public const string KeystoneAuthtoken = "keystone_authtoken";
    public const string ServiceAuth = "service_auth";

    /// <summary>The sections that may hold credentials.</summary>
    public static IReadOnlyList<string> Known { get; } = [KeystoneAuthtoken, ServiceAuth];

    /// <summary>
    /// Nothing says as whom to authenticate: neither <c>auth_type</c> nor <c>auth_url</c> nor <c>auth_section</c> is set.
    /// </summary>
    public bool IsEmpty =>
        string.IsNullOrEmpty(Options.AuthSection)
        && string.IsNullOrEmpty(Options.AuthType)
        && string.IsNullOrEmpty(Options.AuthUrl);

    public static KeystoneSection OfAuthtoken(KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth) =>
        Resolve(KeystoneAuthtoken, authtoken, authtoken, serviceAuth);

    public static KeystoneSection OfServiceAuth(KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth) =>
        Resolve(ServiceAuth, serviceAuth, authtoken, serviceAuth);

    /// <summary>Checks the credentials and the TLS files.</summary>
    public void Check(OptionsReport report)
    {
        if (Credentials is null)
            report.Problem($"[{Name}] auth_section is '{CredentialsName}', which is not a section with credentials. Set it to one of {string.Join(", ", Known)}, or leave it out.");
        else
            CredentialRules.Check(CredentialsName, Credentials, report);
        TlsMaterial.Check(Name, Options, report);
    }

    // As in keystoneauth, the section named is read as it stands: its own auth_section is not followed.
    private static KeystoneSection Resolve(
        string name, KeystoneCredentialOptions options, KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth)
    {
        var credentialsName = string.IsNullOrEmpty(options.AuthSection) ? name : options.AuthSection;
        KeystoneCredentialOptions? credentials = credentialsName switch
        {
            KeystoneAuthtoken => authtoken,
            ServiceAuth => serviceAuth,
            _ => null,
        };
        return new(name, options, credentialsName, credentials);
    }
}
