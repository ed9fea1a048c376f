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

    /// <summary>
    /// How deep a type may be nested in others. What no compiler writes but a file may hold, is a type that is nested in
    /// itself: whoever follows that never ends, or ends with the process.
    /// </summary>
    public const int Deepest = 64;

    /// <exception cref="BadImageFormatException">The type is nested too deep, or in itself.</exception>
    public static string FullName(MetadataReader metadata, TypeDefinitionHandle handle) => FullName(metadata, handle, depth: 0);

    /// <exception cref="BadImageFormatException">The type is nested too deep, or in itself.</exception>
    public static string FullName(MetadataReader metadata, TypeReferenceHandle handle) => FullName(metadata, handle, depth: 0);

    /// <summary>The simple name of the assembly that a reference points to, or null when it points to none.</summary>
    public static string? AssemblyName(MetadataReader metadata, TypeReferenceHandle handle) =>
        AssemblyReference(metadata, handle) is { } assembly ? metadata.GetString(assembly.Name) : null;

    /// <summary>The reference to the assembly that a type is in, or null when it is in none.</summary>
    /// <exception cref="BadImageFormatException">The type is nested too deep, or in itself.</exception>
    public static AssemblyReference? AssemblyReference(MetadataReader metadata, TypeReferenceHandle handle)
    {
        for (var depth = 0; depth <= Deepest; depth++)
        {
            var scope = metadata.GetTypeReference(handle).ResolutionScope;
            if (scope.Kind == HandleKind.AssemblyReference)
                return metadata.GetAssemblyReference((AssemblyReferenceHandle)scope);
            if (scope.Kind != HandleKind.TypeReference)
                return null;
            handle = (TypeReferenceHandle)scope;
        }

        throw TooDeep();
    }

    /// <summary>A type is nested too deep, or in itself.</summary>
    public static BadImageFormatException TooDeep() => new($"a type is nested in itself, or in more than {Deepest} others");

    public static string Qualify(string @namespace, string name) =>
        @namespace.Length == 0 ? name : $"{@namespace}.{name}";

    private static string FullName(MetadataReader metadata, TypeDefinitionHandle handle, int depth)
    {
        if (depth > Deepest)
            throw TooDeep();
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil
            ? Qualify(metadata.GetString(type.Namespace), name)
            : $"{FullName(metadata, outer, depth + 1)}+{name}";
    }

    private static string FullName(MetadataReader metadata, TypeReferenceHandle handle, int depth)
    {
        if (depth > Deepest)
            throw TooDeep();
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, (TypeReferenceHandle)type.ResolutionScope, depth + 1)}+{name}"
            : Qualify(metadata.GetString(type.Namespace), name);
    }
}
