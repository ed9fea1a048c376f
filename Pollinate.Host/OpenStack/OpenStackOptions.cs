using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>Checks at start what the first request would otherwise stumble over.</summary>
internal static class OpenStackOptions
{
    /// <summary>
    /// Checks <c>[keystone_authtoken]</c>, when it is used, and <c>[service_auth]</c>, when it is configured.
    /// </summary>
    /// <returns>All problems and warnings at once.</returns>
    public static OptionsReport Check(
        DefaultOptions defaults, KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth)
    {
        var report = new OptionsReport();
        if (defaults.AuthStrategy == DefaultOptions.KeystoneStrategy)
        {
            KeystoneSection.OfAuthtoken(authtoken, serviceAuth).Check(report);
            EndpointInterfaces.Check(authtoken, report);
            CheckWwwAuthenticateUri(authtoken, report);
        }

        var section = KeystoneSection.OfServiceAuth(authtoken, serviceAuth);
        if (!section.IsEmpty)
        {
            section.Check(report);
            EndpointInterfaces.Check(serviceAuth, report);
        }

        return report;
    }

    // It becomes part of a header of every 401.
    private static void CheckWwwAuthenticateUri(KeystoneAuthtokenOptions options, OptionsReport report)
    {
        if (string.IsNullOrEmpty(options.WwwAuthenticateUri))
            return;
        if (options.WwwAuthenticateUri.AsSpan().ContainsAnyExceptInRange('!', '~')
            || options.WwwAuthenticateUri.Contains('"', StringComparison.Ordinal))
        {
            report.Problem($"[{KeystoneSection.KeystoneAuthtoken}] www_authenticate_uri holds a blank, a quote or a character that is not ASCII. Set it to Keystone's public address, such as https://keystone.example.org:5000.");
        }
    }
}
