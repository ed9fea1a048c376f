using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>Finds what an assembly uses of the host's shared assemblies that their copies here do not have.</summary>
internal static class MemberCheck
{
    /// <summary>The types and members that are missing, each with the reference to the assembly that should have it.</summary>
    public static IReadOnlyList<(AssemblyReference Assembly, string Missing)> FindMissing(MetadataReader metadata)
    {
        var missing = new List<(AssemblyReference, string)>();
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeReferences)
        {
            if (AssemblyToCheck(metadata, handle) is not { } assembly)
                continue;
            var type = ContractNames.FullName(metadata, handle);
            if (!HostTypes.Has(metadata.GetString(assembly.Name), type) && types.Add(type))
                missing.Add((assembly, type));
        }

        foreach (var member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (FindType(metadata, member.Parent) is not { } handle || AssemblyToCheck(metadata, handle) is not { } assembly)
                continue;
            var type = ContractNames.FullName(metadata, handle);
            var name = MemberName.Read(metadata, member);
            if (!types.Contains(type) && !HostTypes.Has(metadata.GetString(assembly.Name), type, name))
                missing.Add((assembly, $"{type}.{name.Display}"));
        }

        return missing;
    }

    /// <summary>The shared assembly that a type is in, or null when there is nothing to compare.</summary>
    private static AssemblyReference? AssemblyToCheck(MetadataReader metadata, TypeReferenceHandle type)
    {
        if (ContractNames.AssemblyReference(metadata, type) is not { } reference)
            return null;
        var name = metadata.GetString(reference.Name);
        if (!HostAssemblies.IsShared(name))
            return null;
        return HostAssemblies.IsBaseFramework(name) && reference.Version <= HostAssemblies.FindVersion(name) ? null : reference;
    }

    /// <summary>The type whose member it is, or null when it is no type of another assembly: an array, the assembly's own.</summary>
    private static TypeReferenceHandle? FindType(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeSpecification)
            parent = GenericType.Read(metadata, (TypeSpecificationHandle)parent, null)?.Type ?? default;
        return parent.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)parent : null;
    }
}
