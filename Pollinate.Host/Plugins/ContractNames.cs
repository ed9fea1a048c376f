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

    /// <summary>
    /// The longest name with all that it is nested in. The runtime takes 1023 bytes for one name; in a broken file each may be as
    /// long as the file, and all of them together many times that.
    /// </summary>
    private const int Longest = 4096;

    /// <exception cref="BadImageFormatException">The type is nested too deep, or in itself, or its name is too long.</exception>
    public static string FullName(MetadataReader metadata, TypeDefinitionHandle handle) => FullName(metadata, handle, depth: 0);

    /// <exception cref="BadImageFormatException">The type is nested too deep, or in itself, or its name is too long.</exception>
    public static string FullName(MetadataReader metadata, TypeReferenceHandle handle) => FullName(metadata, handle, depth: 0);

    /// <summary>
    /// Whether that is the type's full name. Nothing is put together for the answer: in a broken file each name may be as long
    /// as the file.
    /// </summary>
    /// <exception cref="BadImageFormatException">The type is nested too deep, or in itself.</exception>
    public static bool IsNamed(MetadataReader metadata, TypeDefinitionHandle handle, string fullName)
    {
        var rest = fullName;
        for (var depth = 0; depth <= Deepest; depth++)
        {
            var type = metadata.GetTypeDefinition(handle);
            var outer = type.GetDeclaringType();
            var end = rest.LastIndexOf(outer.IsNil ? '.' : '+');
            if (!metadata.StringComparer.Equals(type.Name, rest[(end + 1)..]))
                return false;
            if (outer.IsNil)
                return metadata.StringComparer.Equals(type.Namespace, end < 0 ? "" : rest[..end]);
            if (end < 0)
                return false;
            (handle, rest) = (outer, rest[..end]);
        }

        throw TooDeep();
    }

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
        var name = Read(metadata, type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil
            ? Qualify(Read(metadata, type.Namespace), name)
            : Nest(FullName(metadata, outer, depth + 1), name);
    }

    private static string FullName(MetadataReader metadata, TypeReferenceHandle handle, int depth)
    {
        if (depth > Deepest)
            throw TooDeep();
        var type = metadata.GetTypeReference(handle);
        var name = Read(metadata, type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Nest(FullName(metadata, (TypeReferenceHandle)type.ResolutionScope, depth + 1), name)
            : Qualify(Read(metadata, type.Namespace), name);
    }

    private static string Read(MetadataReader metadata, StringHandle name) =>
        metadata.GetBlobReader(name).Length <= Longest ? metadata.GetString(name) : throw TooLong();

    private static string Nest(string outer, string name) =>
        outer.Length + name.Length <= Longest ? $"{outer}+{name}" : throw TooLong();

    private static BadImageFormatException TooLong() => new($"the name of a type is longer than {Longest} bytes");
}
