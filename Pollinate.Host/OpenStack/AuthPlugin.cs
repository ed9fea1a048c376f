namespace Pollinate.Host.OpenStack;

/// <summary>
/// How a section of the configuration authenticates: one of keystoneauth's plugins
/// (https://docs.openstack.org/keystoneauth/latest/plugin-options.html).
/// </summary>
internal sealed record AuthPlugin
{
    private AuthPlugin(string name, AuthMethod method, bool isVersioned)
    {
        Name = name;
        Method = method;
        IsVersioned = isVersioned;
    }

    /// <summary>Every plugin that this daemon knows.</summary>
    public static IReadOnlyList<AuthPlugin> Known { get; } =
    [
        new("password", AuthMethod.Password, isVersioned: false),
        new("v3password", AuthMethod.Password, isVersioned: true),
        new("token", AuthMethod.Token, isVersioned: false),
        new("v3token", AuthMethod.Token, isVersioned: true),
        new("v3applicationcredential", AuthMethod.ApplicationCredential, isVersioned: true),
    ];

    /// <summary>The name as <c>auth_type</c> says it.</summary>
    public string Name { get; }

    public AuthMethod Method { get; }

    /// <summary>
    /// The plugin takes version 3 for granted: it asks Keystone for no version document, knows no default domain, and wants
    /// the domain of every name.
    /// </summary>
    public bool IsVersioned { get; }

    /// <summary>The plugin of that name, or null when there is none.</summary>
    public static AuthPlugin? Find(string name)
    {
        foreach (var plugin in Known)
        {
            if (plugin.Name == name)
                return plugin;
        }

        return null;
    }
}
