using System.Reflection.Metadata;
using System.Runtime.Versioning;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>The framework that an assembly was built for, as its metadata says.</summary>
/// <param name="Identifier">Such as <c>.NETCoreApp</c>, <c>.NETStandard</c> or <c>.NETFramework</c>.</param>
/// <param name="Version">The framework's version.</param>
internal sealed record TargetFramework(string Identifier, Version Version)
{
    private const string Current = ".NETCoreApp";
    private const string Classic = ".NETFramework";

    /// <summary>The framework that the daemon runs on, as a project file names it.</summary>
    public static string Running => $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    /// <summary>Reads it, or gives null when the assembly does not say.</summary>
    /// <exception cref="BadImageFormatException">The metadata is broken.</exception>
    public static TargetFramework? Read(MetadataReader metadata)
    {
        if (!metadata.IsAssembly)
            return null;
        foreach (var attribute in metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference ||
                metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } type ||
                ContractNames.FullName(metadata, (TypeReferenceHandle)type) != typeof(TargetFrameworkAttribute).FullName)
            {
                continue;
            }

            return AttributeArguments.Read(metadata, attribute).Fixed is [string text] ? Parse(text) : null;
        }

        return null;
    }

    /// <summary>Why an assembly built for it can't be used here, as the end of a sentence, or null when it can.</summary>
    /// <param name="isMain">
    /// Whether it is the plugin's own assembly. A dependency built for .NET Framework works as long as all that it references
    /// is there.
    /// </param>
    public string? FindProblem(bool isMain) => Identifier switch
    {
        Classic when isMain =>
            $"was built for .NET Framework {Version} and the daemon runs on .NET {Environment.Version}; build the plugin for {Running}",
        Current when Version > new Version(Environment.Version.Major, Environment.Version.Minor) =>
            $"was built for .NET {Version} and the daemon runs on .NET {Environment.Version}; build the plugin for {Running}",
        _ => null,
    };

    private static TargetFramework? Parse(string text)
    {
        const string VersionKey = "Version=v";
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var version = Array.Find(parts, part => part.StartsWith(VersionKey, StringComparison.Ordinal));
        return version is not null && Version.TryParse(version[VersionKey.Length..], out var parsed) ? new(parts[0], parsed) : null;
    }
}
