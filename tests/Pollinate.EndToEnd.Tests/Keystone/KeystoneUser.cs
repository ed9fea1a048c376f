using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Keystone;

/// <summary>A user of Keystone in the domain Default, with the project that it works in.</summary>
internal sealed record KeystoneUser(string Name, string Password, string Project)
{
    public static KeystoneUser Admin { get; } = new("admin", KeystoneServer.AdminPassword, "admin");

    /// <summary>As whom Nova asks.</summary>
    public static KeystoneUser Nova { get; } = new("nova", Marks.New("Nova's password"), "service");

    /// <summary>As whom the daemon validates and looks up.</summary>
    public static KeystoneUser Pollinate { get; } = new("pollinate", Marks.New("the daemon's password"), "service");

    /// <summary>A plain user of the cloud.</summary>
    public static KeystoneUser Member { get; } = new("member", "member-password", "demo");

    /// <summary>As whom Nova, Glance and Cinder validate their callers.</summary>
    public static KeystoneUser Services { get; } = new("services", Marks.New("the services' password"), "service");
}
