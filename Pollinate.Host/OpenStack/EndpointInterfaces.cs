using System.Collections.Frozen;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>The kinds of endpoint in a catalog, as options name them.</summary>
internal static class EndpointInterfaces
{
    public const string Public = "public";
    public const string Internal = "internal";
    public const string Admin = "admin";

    private static readonly FrozenDictionary<string, string> ByName = new Dictionary<string, string>
    {
        [Public] = Public,
        [Internal] = Internal,
        [Admin] = Admin,
        ["publicURL"] = Public,
        ["internalURL"] = Internal,
        ["adminURL"] = Admin,
    }.ToFrozenDictionary();

    /// <summary>The endpoints that <c>[keystone_authtoken]</c> validates at.</summary>
    public static IReadOnlyList<string> Of(KeystoneAuthtokenOptions options) =>
        string.IsNullOrEmpty(options.Interface) ? [Internal] : [ByName.GetValueOrDefault(options.Interface, options.Interface)];

    /// <summary>The endpoints that <c>[service_auth]</c> uses, in order of preference.</summary>
    public static IReadOnlyList<string> Of(ServiceAuthOptions options)
    {
        if (!string.IsNullOrEmpty(options.Interface))
            return [ByName.GetValueOrDefault(options.Interface, options.Interface)];
        if (options.ValidInterfaces.Count == 0)
            return [Public];
        return [.. options.ValidInterfaces.Select(name => ByName.GetValueOrDefault(name, name))];
    }

    public static void Check(KeystoneAuthtokenOptions options, OptionsReport report) =>
        Check(KeystoneSection.KeystoneAuthtoken, "interface", options.Interface, report);

    public static void Check(ServiceAuthOptions options, OptionsReport report)
    {
        Check(KeystoneSection.ServiceAuth, "interface", options.Interface, report);
        foreach (var name in options.ValidInterfaces)
            Check(KeystoneSection.ServiceAuth, "valid_interfaces", name, report);
        if (!string.IsNullOrEmpty(options.Interface) && options.ValidInterfaces.Count > 0)
            report.Problem($"[{KeystoneSection.ServiceAuth}] interface and valid_interfaces are both set. Leave interface out, which is the older of the two.");
    }

    private static void Check(string section, string option, string? name, OptionsReport report)
    {
        if (!string.IsNullOrEmpty(name) && !ByName.ContainsKey(name))
            report.Problem($"[{section}] {option} has '{name}', which is no kind of endpoint. Use {Public}, {Internal} or {Admin}.");
    }
}
