using System.Reflection;
using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins;

/// <summary>Reads the version that the author of a plugin gives it.</summary>
internal static class PluginVersion
{
    private static readonly string Attribute = typeof(AssemblyInformationalVersionAttribute).FullName!;

    /// <summary>The informational version of an assembly without what the build appends to it, or null when it has none.</summary>
    public static string? Read(MetadataReader metadata) => metadata.GetAssemblyDefinition().GetCustomAttributes()
        .Select(metadata.GetCustomAttribute)
        .Where(attribute => IsVersion(metadata, attribute))
        .Select(attribute => AttributeArguments.Read(metadata, attribute).First as string)
        // Semantic versioning puts the commit and the like behind a plus.
        .Select(version => version?.Split('+')[0])
        .FirstOrDefault(version => !string.IsNullOrEmpty(version));

    private static bool IsVersion(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference &&
        metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent &&
        ContractNames.FullName(metadata, (TypeReferenceHandle)parent) == Attribute;
}
