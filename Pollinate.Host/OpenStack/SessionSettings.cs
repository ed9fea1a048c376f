using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>All that a session with OpenStack goes by. Immutable.</summary>
/// <param name="Section">The section of the configuration, which is also the name of the HTTP client.</param>
/// <param name="Credentials">As whom to authenticate, and where.</param>
/// <param name="Interfaces">The kinds of endpoint to use, in order of preference.</param>
/// <param name="Region">The region to use, or null for the first that has the endpoint.</param>
/// <param name="CallTimeout">How long any one call may take, from the connect to the last byte of the answer.</param>
internal sealed record SessionSettings(
    string Section, KeystoneCredentials Credentials, IReadOnlyList<string> Interfaces, string? Region, TimeSpan CallTimeout)
{
    /// <summary>For <c>[keystone_authtoken]</c>.</summary>
    /// <exception cref="OpenStackException">The options do not say as whom to authenticate, or where.</exception>
    public static SessionSettings Of(KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth) =>
        Create(
            KeystoneSection.OfAuthtoken(authtoken, serviceAuth),
            EndpointInterfaces.Of(authtoken),
            TimeoutOf(authtoken));

    /// <summary>For <c>[service_auth]</c>.</summary>
    /// <exception cref="OpenStackException">The options do not say as whom to authenticate, or where.</exception>
    public static SessionSettings Of(
        DefaultOptions defaults, KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth) =>
        Create(
            KeystoneSection.OfServiceAuth(authtoken, serviceAuth),
            EndpointInterfaces.Of(serviceAuth),
            TimeoutOf(defaults, serviceAuth));

    public static TimeSpan TimeoutOf(KeystoneAuthtokenOptions options) =>
        TimeSpan.FromSeconds(options.HttpConnectTimeout ?? KeystoneAuthtokenOptions.DefaultConnectTimeoutSeconds);

    public static TimeSpan TimeoutOf(DefaultOptions defaults, ServiceAuthOptions options) =>
        TimeSpan.FromSeconds(options.Timeout ?? defaults.ApiTimeout ?? new DefaultOptions().ApiTimeout!.Value);

    private static SessionSettings Create(KeystoneSection section, IReadOnlyList<string> interfaces, TimeSpan timeout)
    {
        var report = new OptionsReport();
        section.Check(report);
        if (report.Problems.Count > 0)
            throw new OpenStackException(string.Join(" ", report.Problems));

        var options = section.Credentials!;
        var region = section.Options.RegionName;
        return new(
            section.Name,
            new KeystoneCredentials(AuthPlugin.Find(options.AuthType!)!, options),
            interfaces,
            string.IsNullOrEmpty(region) ? null : region,
            timeout);
    }
}
