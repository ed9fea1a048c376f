using System.Reflection;

namespace Pollinate.Host.Telemetry;

/// <summary>The version of the daemon, with the revision that it was built of.</summary>
internal static class BuildVersion
{
    public static string Text { get; } =
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
