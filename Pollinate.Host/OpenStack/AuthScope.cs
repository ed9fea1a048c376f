using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>What a section asks its token to be scoped to.</summary>
internal static class AuthScope
{
    public const string None = "";
    public const string Domain = "domain";
    public const string Project = "project";
    public const string Trust = "trust";
    public const string System = "system";

    /// <summary>The one value of <c>system_scope</c> that Keystone knows.</summary>
    public const string WholeSystem = "all";

    /// <summary>The scope to ask for. A domain, project or trust goes before the system, as in keystoneauth.</summary>
    public static string Of(KeystoneCredentialOptions options)
    {
        var named = Named(options);
        if (named.Count > 0)
            return named[0];
        return options.SystemScope == WholeSystem ? System : None;
    }

    /// <summary>The kinds of scope that are set beside that of the system; more than one is a mistake.</summary>
    public static List<string> Named(KeystoneCredentialOptions options)
    {
        var kinds = new List<string>();
        if (!string.IsNullOrEmpty(options.DomainId) || !string.IsNullOrEmpty(options.DomainName))
            kinds.Add(Domain);
        if (!string.IsNullOrEmpty(options.ProjectId) || !string.IsNullOrEmpty(options.ProjectName))
            kinds.Add(Project);
        if (!string.IsNullOrEmpty(options.TrustId))
            kinds.Add(Trust);
        return kinds;
    }
}
