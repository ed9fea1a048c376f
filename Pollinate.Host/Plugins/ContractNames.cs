using System.Reflection.Metadata;
using Pollinate.Abstractions;

namespace Pollinate.Host.Plugins;

/// <summary>The contract's names as they stand in a plugin's metadata.</summary>
internal static class ContractNames
{
    public static readonly string Assembly = typeof(PollinateProvider).Assembly.GetName().Name!;
    public static readonly string Provider = typeof(PollinateProvider).FullName!;
    public static readonly string ProviderAttribute = typeof(ProviderAttribute).FullName!;
    public static readonly string ProviderLookupAttribute = typeof(ProviderLookupAttribute).FullName!;
    public static readonly string ProviderOptionAttribute = typeof(ProviderOptionAttribute).FullName!;

    public static string FullName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil
            ? Qualify(metadata.GetString(type.Namespace), name)
            : $"{FullName(metadata, outer)}+{name}";
    }

    public static string FullName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : Qualify(metadata.GetString(type.Namespace), name);
    }

    /// <summary>The simple name of the assembly that a reference points to, or null when it points to none.</summary>
    public static string? AssemblyName(MetadataReader metadata, TypeReferenceHandle handle) =>
        AssemblyReference(metadata, handle) is { } assembly ? metadata.GetString(assembly.Name) : null;

    /// <summary>The reference to the assembly that a type is in, or null when it is in none.</summary>
    public static AssemblyReference? AssemblyReference(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => metadata.GetAssemblyReference((AssemblyReferenceHandle)scope),
            HandleKind.TypeReference => AssemblyReference(metadata, (TypeReferenceHandle)scope),
            _ => null,
        };
    }

    public static string Qualify(string @namespace, string name) =>
        @namespace.Length == 0 ? name : $"{@namespace}.{name}";
}
