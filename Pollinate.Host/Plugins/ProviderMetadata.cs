using System.Reflection;
using System.Reflection.Metadata;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Plugins;

/// <summary>Finds the providers in one assembly's metadata and reads their attributes.</summary>
internal sealed class ProviderMetadata(PluginFolder folder, MetadataReader metadata, BaseClasses baseClasses)
{
    private const byte GenericInstance = 0x15;
    private const int DeepestBase = 64;

    /// <summary>Many classes derive from few, and over and over in a broken file.</summary>
    private readonly Dictionary<(MetadataReader, TypeReferenceHandle), (string? Assembly, string Name)> _names = [];

    public IReadOnlyList<ProviderDescription> Read() =>
    [
        .. metadata.TypeDefinitions
            .Where(handle => DerivesFromProvider(metadata, handle, depth: 0))
            .Select(Describe),
    ];

    private ProviderDescription Describe(TypeDefinitionHandle handle)
    {
        string? name = null;
        IReadOnlyList<string> aliases = [];
        var options = new List<ProviderOption>();
        var lookups = new List<DeclaredLookup>();
        foreach (var attribute in metadata.GetTypeDefinition(handle).GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            var type = AttributeType(attribute);
            if (type == ContractNames.ProviderAttribute)
                (name, aliases) = ReadNames(Decode(attribute));
            else if (type == ContractNames.ProviderOptionAttribute)
                options.Add(ReadOption(Decode(attribute)));
            else if (type == ContractNames.ProviderLookupAttribute)
                lookups.Add(ReadLookup(Decode(attribute)));
        }

        return new(folder, ContractNames.FullName(metadata, handle), name, options, lookups, FindFlaw(handle, name, options, lookups)) { Aliases = aliases };
    }

    private string? FindFlaw(
        TypeDefinitionHandle handle, string? name, List<ProviderOption> options, List<DeclaredLookup> lookups)
    {
        var type = metadata.GetTypeDefinition(handle);
        if (type.Attributes.HasFlag(TypeAttributes.Abstract))
            return "is abstract; list a class that derives from it";
        if (type.GetGenericParameters().Count > 0)
            return "is generic; list a class that derives from it and is not";
        if (!IsPublic(type))
            return "is not public; make it, and the classes around it, public";
        if (name is null)
            return "has no [Provider(\"name\")] attribute, so it has no key in the answer; add one";
        if (!ProviderName.IsValid(name))
            return $"calls itself '{name}'; {ProviderName.Rule}";
        if (options.GroupBy(option => option.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return $"declares the option '{twice.Key}' twice; remove one";
        if (lookups.Any(lookup => lookup.Kind == LookupKind.Credentials && string.IsNullOrEmpty(lookup.Id)))
            return "declares a lookup of credentials without their type; set Id to it";
        return null;
    }

    private bool IsPublic(TypeDefinition type)
    {
        for (var depth = 0; depth <= ContractNames.Deepest; depth++)
        {
            var visibility = type.Attributes & TypeAttributes.VisibilityMask;
            if (visibility != TypeAttributes.NestedPublic)
                return visibility == TypeAttributes.Public;
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        throw ContractNames.TooDeep();
    }

    private bool DerivesFromProvider(MetadataReader reader, TypeDefinitionHandle handle, int depth)
    {
        var type = reader.GetTypeDefinition(handle);
        return !type.Attributes.HasFlag(TypeAttributes.Interface) &&
            DerivesFromProvider(reader, type.BaseType, depth + 1);
    }

    private bool DerivesFromProvider(MetadataReader reader, EntityHandle baseType, int depth)
    {
        // A cycle of base types can't be compiled but can be written into a file.
        if (baseType.IsNil || depth >= DeepestBase)
            return false;
        if (baseType.Kind == HandleKind.TypeDefinition)
            return DerivesFromProvider(reader, (TypeDefinitionHandle)baseType, depth);
        if (baseType.Kind == HandleKind.TypeSpecification)
        {
            var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)baseType).Signature);
            if (blob.ReadByte() != GenericInstance)
                return false;
            blob.ReadByte();
            return DerivesFromProvider(reader, blob.ReadTypeHandle(), depth + 1);
        }

        var (assembly, name) = NameOf(reader, (TypeReferenceHandle)baseType);
        return assembly == ContractNames.Assembly
            ? name == ContractNames.Provider
            : assembly is not null && DerivesInDependency(assembly, name, depth);
    }

    private (string? Assembly, string Name) NameOf(MetadataReader reader, TypeReferenceHandle reference)
    {
        if (!_names.TryGetValue((reader, reference), out var name))
            _names[(reader, reference)] = name = (ContractNames.AssemblyName(reader, reference), ContractNames.FullName(reader, reference));
        return name;
    }

    /// <summary>A provider may derive from a class in one of the plugin's own dependencies.</summary>
    private bool DerivesInDependency(string assembly, string typeName, int depth) =>
        baseClasses.Find(assembly, typeName) is { } found && DerivesFromProvider(found.Metadata, found.Handle, depth + 1);

    private string? AttributeType(CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference &&
        metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent &&
        ContractNames.AssemblyName(metadata, (TypeReferenceHandle)parent) == ContractNames.Assembly
            ? ContractNames.FullName(metadata, (TypeReferenceHandle)parent)
            : null;

    private AttributeArguments Decode(CustomAttribute attribute) => AttributeArguments.Read(metadata, attribute);

    private static (string? Name, IReadOnlyList<string> Aliases) ReadNames(AttributeArguments attribute) =>
    (
        attribute.First as string,
        attribute.Named.GetValueOrDefault(nameof(ProviderAttribute.Aliases)) is object?[] items ? [.. items.OfType<string>()] : []);

    /// <summary>A kind that a newer contract has and this daemon does not is nothing that can be started ahead.</summary>
    private static DeclaredLookup ReadLookup(AttributeArguments attribute) => new(
        attribute.First is int kind ? (LookupKind)kind : default,
        attribute.Named.GetValueOrDefault(nameof(ProviderLookupAttribute.Id)) as string);

    private static ProviderOption ReadOption(AttributeArguments attribute) => new(
        attribute.First as string ?? "",
        attribute.Named.GetValueOrDefault(nameof(ProviderOptionAttribute.Type)) is int type ? (ProviderOptionType)type : default,
        attribute.Named.GetValueOrDefault(nameof(ProviderOptionAttribute.Help)) as string,
        attribute.Named.GetValueOrDefault(nameof(ProviderOptionAttribute.Default)) as string,
        attribute.Named.GetValueOrDefault(nameof(ProviderOptionAttribute.Secret)) is true);
}
