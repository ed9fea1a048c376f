namespace Pollinate.Host.Telemetry;

/// <summary>The caches that are counted. What was counted goes on across reloads, whether the caches do or not.</summary>
internal static class CacheTallies
{
    public static readonly CacheTally Token = new("token");
    public static readonly CacheTally SharedToken = new("shared_token");
    public static readonly CacheTally Project = new("project");
    public static readonly CacheTally Image = new("image");
    public static readonly CacheTally Server = new("server");
    public static readonly CacheTally Credential = new("credential");
    public static readonly CacheTally Secret = new("secret");

    public static IReadOnlyList<CacheTally> All { get; } = [Token, SharedToken, Project, Image, Server, Credential, Secret];
}
