using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// The types of one of the host's assemblies that others can see, by their full names, and those that it forwards to another
/// assembly. Safe for any thread.
/// </summary>
internal sealed class AssemblyTypes
{
    private readonly Lazy<Dictionary<string, TypeDefinitionHandle>> _types;
    private readonly Lazy<Dictionary<string, string>> _forwarded;
    private readonly PEReader _file;

    private AssemblyTypes(PEReader file)
    {
        // Kept, since the metadata is the reader's memory; the file itself is closed.
        _file = file;
        Metadata = _file.GetMetadataReader();
        _types = new(ReadTypes);
        _forwarded = new(ReadForwarded);
    }

    public MetadataReader Metadata { get; }

    public static AssemblyTypes Open(string path) =>
        new(new(File.OpenRead(path), PEStreamOptions.PrefetchMetadata));

    /// <summary>The type of that full name, or null when the assembly does not define one that others can see.</summary>
    public TypeDefinition? Find(string fullName) =>
        _types.Value.TryGetValue(fullName, out var handle) ? Metadata.GetTypeDefinition(handle) : null;

    /// <summary>The assembly that the type has moved to, or null when it has not.</summary>
    public string? FindForwarded(string fullName) => _forwarded.Value.GetValueOrDefault(fullName.Split('+')[0]);

    private Dictionary<string, TypeDefinitionHandle> ReadTypes()
    {
        var types = new Dictionary<string, TypeDefinitionHandle>(StringComparer.Ordinal);
        foreach (var handle in Metadata.TypeDefinitions)
        {
            if (IsVisible(Metadata.GetTypeDefinition(handle)))
                types[ContractNames.FullName(Metadata, handle)] = handle;
        }

        return types;
    }

    private bool IsVisible(TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
                IsVisible(Metadata.GetTypeDefinition(type.GetDeclaringType())),
            _ => false,
        };

    private Dictionary<string, string> ReadForwarded()
    {
        var forwarded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in Metadata.ExportedTypes.Select(Metadata.GetExportedType))
        {
            if (type.Implementation.Kind != HandleKind.AssemblyReference)
                continue;
            var target = Metadata.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation);
            var name = ContractNames.Qualify(Metadata.GetString(type.Namespace), Metadata.GetString(type.Name));
            forwarded[name] = Metadata.GetString(target.Name);
        }

        return forwarded;
    }
}
