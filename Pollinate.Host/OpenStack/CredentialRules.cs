using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>What the options of an authentication plugin must hold. Each rule that is broken is one sentence.</summary>
internal static class CredentialRules
{
    /// <summary>Checks one section.</summary>
    /// <param name="section">The section that the credentials stand in.</param>
    /// <param name="options">Its options.</param>
    /// <param name="report">Gets what must be changed, and what is without effect.</param>
    public static void Check(string section, KeystoneCredentialOptions options, OptionsReport report)
    {
        CheckAuthUrl(section, options, report);
        if (string.IsNullOrEmpty(options.AuthType))
        {
            report.Problem($"[{section}] auth_type is not set. Set it to one of {KnownPlugins}.");
            return;
        }

        var plugin = AuthPlugin.Find(options.AuthType);
        if (plugin is null)
        {
            report.Problem($"[{section}] auth_type is '{options.AuthType}', which is not known. Set it to one of {KnownPlugins}.");
            return;
        }

        CheckIdentity(section, plugin, options, report);
        CheckScope(section, plugin, options, report);
    }

    private static string KnownPlugins => string.Join(", ", AuthPlugin.Known.Select(plugin => plugin.Name));

    private static void CheckAuthUrl(string section, KeystoneCredentialOptions options, OptionsReport report)
    {
        if (string.IsNullOrEmpty(options.AuthUrl))
        {
            report.Problem($"[{section}] auth_url is not set. Set it to Keystone's address, such as http://keystone.example.org:5000/v3.");
            return;
        }

        // The address is logged and told to callers, so one that may hold a password is not repeated here either.
        if (!Uri.TryCreate(options.AuthUrl, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0
            || options.AuthUrl.AsSpan().ContainsAnyExceptInRange('!', '~') || options.AuthUrl.Contains('"', StringComparison.Ordinal))
        {
            report.Problem($"[{section}] auth_url is not an address of the form http://host:port/path or https://host:port/path, without user, query and fragment. Correct it.");
        }
    }

    private static void CheckIdentity(
        string section, AuthPlugin plugin, KeystoneCredentialOptions options, OptionsReport report)
    {
        switch (plugin.Method)
        {
            case AuthMethod.Password:
                CheckUser(section, plugin, options, report);
                if (options.Password is null)
                    report.Problem($"[{section}] password is not set, which auth_type {plugin.Name} needs. Set the user's password.");
                break;
            case AuthMethod.Token:
                if (string.IsNullOrEmpty(options.Token))
                    report.Problem($"[{section}] token is not set, which auth_type {plugin.Name} needs. Set a Keystone token.");
                break;
            default:
                if (string.IsNullOrEmpty(options.ApplicationCredentialSecret))
                    report.Problem($"[{section}] application_credential_secret is not set, which auth_type {plugin.Name} needs. Set the secret that Keystone showed when the application credential was made.");
                if (!string.IsNullOrEmpty(options.ApplicationCredentialId))
                    break;
                if (string.IsNullOrEmpty(options.ApplicationCredentialName))
                    report.Problem($"[{section}] neither application_credential_id nor application_credential_name is set, of which auth_type {plugin.Name} needs one. Set application_credential_id.");
                else
                    CheckUser(section, plugin, options, report);
                break;
        }
    }

    private static void CheckUser(string section, AuthPlugin plugin, KeystoneCredentialOptions options, OptionsReport report)
    {
        if (!string.IsNullOrEmpty(options.UserId))
            return;
        if (string.IsNullOrEmpty(options.Username))
            report.Problem($"[{section}] neither user_id nor username is set, of which auth_type {plugin.Name} needs one. Set username and user_domain_name.");
        else if (plugin.IsVersioned && string.IsNullOrEmpty(options.UserDomainId) && string.IsNullOrEmpty(options.UserDomainName))
            report.Problem($"[{section}] username is set without its domain, which auth_type {plugin.Name} needs. Set user_domain_id or user_domain_name.");
    }

    private static void CheckScope(string section, AuthPlugin plugin, KeystoneCredentialOptions options, OptionsReport report)
    {
        var named = AuthScope.Named(options);
        if (!string.IsNullOrEmpty(options.SystemScope) && options.SystemScope != AuthScope.WholeSystem)
            report.Problem($"[{section}] system_scope is '{options.SystemScope}'. Set it to {AuthScope.WholeSystem}, or leave it out.");
        if (plugin.Method == AuthMethod.ApplicationCredential)
        {
            if (named.Count > 0 || !string.IsNullOrEmpty(options.SystemScope))
                report.Warning($"[{section}] sets a scope, which auth_type {plugin.Name} does not use: an application credential has the project that it was made in. Leave the scope out.");
            return;
        }

        if (named.Count > 1)
            report.Problem($"[{section}] sets more than one scope ({string.Join(", ", named)}), and a token has only one. Leave one set of options.");
        else if (named.Count == 1 && !string.IsNullOrEmpty(options.SystemScope))
            report.Warning($"[{section}] system_scope has no effect, since the {named[0]} goes before it. Leave one of the two out.");
        if (plugin.IsVersioned && !string.IsNullOrEmpty(options.ProjectName) && string.IsNullOrEmpty(options.ProjectId)
            && string.IsNullOrEmpty(options.ProjectDomainId) && string.IsNullOrEmpty(options.ProjectDomainName))
        {
            report.Problem($"[{section}] project_name is set without its domain, which auth_type {plugin.Name} needs. Set project_domain_id or project_domain_name.");
        }
    }
}
