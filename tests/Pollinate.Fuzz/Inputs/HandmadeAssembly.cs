using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Pollinate.Fuzz.Inputs;

/// <summary>
/// Writes an assembly row by row, the same bytes each time: a plugin with providers that have all that the daemon reads, and
/// whatever no compiler writes.
/// </summary>
internal sealed class HandmadeAssembly
{
    /// <summary>The name of the plugin.</summary>
    public const string Name = "Fuzzed";

    private const byte Property = 0x54;
    private const byte Text = 0x0E;
    private const byte Truth = 0x02;
    private const byte Vector = 0x1D;
    private const byte Enumeration = 0x55;
    private static readonly Guid Mvid = new("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");

    private readonly MetadataBuilder _metadata = new();
    private readonly BlobBuilder _code = new();
    private readonly MethodBodyStreamEncoder _bodies;
    private readonly AssemblyReferenceHandle _contract;
    private readonly AssemblyReferenceHandle _runtime;
    private readonly MemberReferenceHandle _providerConstructor;
    private int _methods;

    public HandmadeAssembly()
    {
        _bodies = new(_code);
        var assembly = _metadata.AddAssembly(_metadata.GetOrAddString(Name), new(1, 2, 3, 4), default, default, 0, AssemblyHashAlgorithm.None);
        _metadata.AddModule(0, _metadata.GetOrAddString(Name + ".dll"), _metadata.GetOrAddGuid(Mvid), default, default);
        _runtime = AddReference("System.Runtime", new(10, 0, 0, 0));
        _contract = AddReference("Pollinate.Abstractions", new(1, 0, 0, 0));
        AddReference("Microsoft.Extensions.Logging.Abstractions", new(10, 0, 0, 0));
        AddReference("Fuzzed.Part", new(1, 0, 0, 0));
        _metadata.AddTypeDefinition(0, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        Provider = AddTypeReference(_contract, "Pollinate.Abstractions", "PollinateProvider");
        _providerConstructor = AddMember(Provider, ".ctor", [0x20, 0, 1]);
        Annotate(assembly, _runtime, "System.Runtime.Versioning", "TargetFrameworkAttribute", value => value.WriteSerializedString(".NETCoreApp,Version=v10.0"));
        Annotate(assembly, _runtime, "System.Reflection", "AssemblyInformationalVersionAttribute", value => value.WriteSerializedString("1.2.3-beta+0123456"));
    }

    public MetadataBuilder Metadata => _metadata;

    /// <summary>The contract's class that providers derive from.</summary>
    public TypeReferenceHandle Provider { get; }

    /// <summary>A plugin with one of everything.</summary>
    public static HandmadeAssembly Plugin()
    {
        var made = new HandmadeAssembly();
        var metadata = made._metadata;
        var project = made.AddTypeReference(made._contract, "Pollinate.Abstractions", "Project");
        var lookup = made.AddTypeReference(made._contract, "Pollinate.Abstractions", "ILookup`1");
        var context = made.AddTypeReference(made._contract, "Pollinate.Abstractions", "VendordataContext");
        var result = made.AddTypeReference(made._contract, "Pollinate.Abstractions", "ProviderResult");
        var outer = made.AddTypeReference(made._runtime, "System.Collections.Generic", "List`1");
        made.AddTypeReference(outer, "", "Enumerator");
        var lookupOfProjects = metadata.AddTypeSpecification(made.AddBlob([0x15, 0x12, Coded(lookup), 1, 0x12, Coded(project)]));
        made.AddMember(lookupOfProjects, "FindAsync", [0x20, 2, 0x12, Coded(project), 0x12, Coded(context), Text]);
        made.AddMember(result, "get_Nothing", [0, 0, 0x12, Coded(result)]);
        made.AddMember(context, "ProjectId", [0x06, Text]);
        made.AddMember(result, "FromText", [0, 2, 0x1F, Coded(result), 0x12, Coded(result), Vector, 0x0F, 0x08, 0x14, 0x08, 2, 0, 0]);

        var @base = made.AddType(TypeAttributes.Public | TypeAttributes.Abstract, "Fuzzed", "Base`1", made.Provider);
        metadata.AddGenericParameter(@base, GenericParameterAttributes.None, metadata.GetOrAddString("T"), 0);
        var closed = metadata.AddTypeSpecification(made.AddBlob([0x15, 0x12, Coded(@base), 1, 0x08]));
        var provider = made.AddType(TypeAttributes.Public, "Fuzzed", "FirstProvider", closed);
        made.AddProviderAttributes(provider, "fuzzed");
        var nest = made.AddType(TypeAttributes.Public, "Fuzzed", "Nest", made.AddTypeReference(made._runtime, "System", "Object"));
        var nested = made.AddType(TypeAttributes.NestedPublic, "", "Nested", made.Provider);
        metadata.AddNestedType(nested, nest);
        made.AddProviderAttributes(nested, "nested");
        var elsewhere = metadata.AddAssemblyReference(metadata.GetOrAddString("Fuzzed.Base"), new(1, 0, 0, 0), default, default, 0, default);
        made.AddType(TypeAttributes.Public, "Fuzzed", "Derived", made.AddTypeReference(elsewhere, "Fuzzed", "Elsewhere"));
        made.AddType(TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract, "Fuzzed", "IThing", default);
        return made;
    }

    public AssemblyReferenceHandle AddReference(string name, Version version) =>
        _metadata.AddAssemblyReference(_metadata.GetOrAddString(name), version, default, default, 0, default);

    public TypeReferenceHandle AddTypeReference(EntityHandle scope, string @namespace, string name) =>
        _metadata.AddTypeReference(scope, _metadata.GetOrAddString(@namespace), _metadata.GetOrAddString(name));

    public BlobHandle AddBlob(byte[] content) => _metadata.GetOrAddBlob(content);

    public MemberReferenceHandle AddMember(EntityHandle parent, string name, byte[] signature) =>
        _metadata.AddMemberReference(parent, _metadata.GetOrAddString(name), AddBlob(signature));

    /// <summary>A class with a constructor.</summary>
    public TypeDefinitionHandle AddType(TypeAttributes attributes, string @namespace, string name, EntityHandle baseType)
    {
        var isInterface = attributes.HasFlag(TypeAttributes.Interface);
        var type = _metadata.AddTypeDefinition(
            attributes, _metadata.GetOrAddString(@namespace), _metadata.GetOrAddString(name), baseType,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(_methods + 1));
        if (isInterface)
            return type;
        var il = new InstructionEncoder(new BlobBuilder());
        il.LoadArgument(0);
        il.Call(_providerConstructor);
        il.OpCode(ILOpCode.Ret);
        _metadata.AddMethodDefinition(
            MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName | MethodAttributes.HideBySig, MethodImplAttributes.IL,
            _metadata.GetOrAddString(".ctor"), AddBlob([0x20, 0, 1]), _bodies.AddMethodBody(il), default);
        _methods++;
        return type;
    }

    /// <summary>The attribute of a provider, and one of each kind that says more of it.</summary>
    public void AddProviderAttributes(TypeDefinitionHandle type, string name)
    {
        Annotate(type, _contract, "Pollinate.Abstractions", "ProviderAttribute", value => value.WriteSerializedString(name), 1, value =>
        {
            value.WriteByte(Property);
            value.WriteByte(Vector);
            value.WriteByte(Text);
            value.WriteSerializedString("Aliases");
            value.WriteInt32(2);
            value.WriteSerializedString("old");
            value.WriteSerializedString(null);
        });
        Annotate(type, _contract, "Pollinate.Abstractions", "ProviderOptionAttribute", value => value.WriteSerializedString("greeting"), 4, value =>
        {
            WriteNamed(value, Enumeration, "Pollinate.Abstractions.ProviderOptionType, Pollinate.Abstractions", "Type");
            value.WriteInt32(1);
            WriteNamed(value, Text, null, "Help");
            value.WriteSerializedString("What to say.");
            WriteNamed(value, Text, null, "Default");
            value.WriteSerializedString("Hello");
            WriteNamed(value, Truth, null, "Secret");
            value.WriteByte(1);
        });
        Annotate(type, _contract, "Pollinate.Abstractions", "ProviderLookupAttribute", value => value.WriteInt32(4), 1, value =>
        {
            WriteNamed(value, Text, null, "Id");
            value.WriteSerializedString("cloudstor");
        }, 0x08);
    }

    public byte[] Write()
    {
        var file = new BlobBuilder();
        new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll | Characteristics.ExecutableImage),
            new MetadataRootBuilder(_metadata, suppressValidation: true), _code,
            deterministicIdProvider: static _ => new BlobContentId(Mvid, 0x01020304)).Serialize(file);
        return file.ToArray();
    }

    /// <summary>A type as it stands in a signature.</summary>
    public static byte Coded(EntityHandle handle) => (byte)CodedIndex.TypeDefOrRefOrSpec(handle);

    private void Annotate(
        EntityHandle owner, AssemblyReferenceHandle assembly, string @namespace, string name, Action<BlobBuilder> @fixed,
        ushort count = 0, Action<BlobBuilder>? named = null, byte parameter = Text)
    {
        var constructor = AddMember(AddTypeReference(assembly, @namespace, name), ".ctor", [0x20, 1, 1, parameter]);
        var value = new BlobBuilder();
        value.WriteUInt16(1);
        @fixed(value);
        value.WriteUInt16(count);
        named?.Invoke(value);
        _metadata.AddCustomAttribute(owner, constructor, _metadata.GetOrAddBlob(value));
    }

    private static void WriteNamed(BlobBuilder value, byte type, string? typeName, string name)
    {
        value.WriteByte(Property);
        value.WriteByte(type);
        if (typeName is not null)
            value.WriteSerializedString(typeName);
        value.WriteSerializedString(name);
    }
}
