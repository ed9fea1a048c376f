using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>Looks for types and members in the host's assemblies as the runtime does when it links.</summary>
internal static class HostTypes
{
    /// <summary>A cycle can't be compiled but can be written into a file.</summary>
    private const int Deepest = 64;

    /// <summary>Whether the host's copy of the assembly has the type, or forwards it to one that has it.</summary>
    public static bool Has(string assembly, string type) => Find(assembly, type) is not null;

    /// <summary>Whether the type, or one that it derives from, has the member with the same signature.</summary>
    public static bool Has(string assembly, string type, MemberName member)
    {
        var found = Find(assembly, type);
        ImmutableArray<string>? arguments = null;
        for (var depth = 0; found is { } current && depth < Deepest; depth++)
        {
            if (Declares(current, member, arguments))
                return true;
            (found, arguments) = FindBase(current, arguments);
        }

        return false;
    }

    private static (AssemblyTypes Assembly, TypeDefinition Type)? Find(string assembly, string type)
    {
        for (var depth = 0; depth < Deepest; depth++)
        {
            if (HostAssemblies.Find(assembly) is not { } types)
                return null;
            if (types.Find(type) is { } definition)
                return (types, definition);
            if (types.FindForwarded(type) is not { } target)
                return null;
            assembly = target;
        }

        return null;
    }

    private static bool Declares(
        (AssemblyTypes Assembly, TypeDefinition Type) found, MemberName member, ImmutableArray<string>? arguments)
    {
        var metadata = found.Assembly.Metadata;
        foreach (var method in found.Type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            if (metadata.StringComparer.Equals(method.Name, member.Name) && IsVisible(method.Attributes) &&
                MemberName.Read(metadata, method, arguments) == member)
            {
                return true;
            }
        }

        foreach (var field in found.Type.GetFields().Select(metadata.GetFieldDefinition))
        {
            if (metadata.StringComparer.Equals(field.Name, member.Name) && IsVisible(field.Attributes) &&
                MemberName.Read(metadata, field, arguments) == member)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisible(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask)
        is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static ((AssemblyTypes Assembly, TypeDefinition Type)? Base, ImmutableArray<string>? Arguments) FindBase(
        (AssemblyTypes Assembly, TypeDefinition Type) found, ImmutableArray<string>? arguments)
    {
        var metadata = found.Assembly.Metadata;
        var handle = found.Type.BaseType;
        ImmutableArray<string>? baseArguments = null;
        if (handle.Kind == HandleKind.TypeSpecification)
        {
            if (GenericType.Read(metadata, (TypeSpecificationHandle)handle, arguments) is not { } generic)
                return default;
            (handle, baseArguments) = (generic.Type, generic.Arguments);
        }

        if (handle.IsNil)
            return default;
        if (handle.Kind == HandleKind.TypeDefinition)
            return ((found.Assembly, metadata.GetTypeDefinition((TypeDefinitionHandle)handle)), baseArguments);
        var reference = (TypeReferenceHandle)handle;
        return ContractNames.AssemblyName(metadata, reference) is { } assembly
            ? (Find(assembly, ContractNames.FullName(metadata, reference)), baseArguments)
            : default;
    }
}
