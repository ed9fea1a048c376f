using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins;

/// <summary>
/// Tells the metadata decoder about the types in the contract's attributes: strings, arrays of them, booleans and enumerations.
/// </summary>
internal sealed class AttributeTypes : ICustomAttributeTypeProvider<string>
{
    public static readonly AttributeTypes Instance = new();

    private AttributeTypes()
    {
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSystemType() => "System.Type";

    public bool IsSystemType(string type) => type == GetSystemType();

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        ContractNames.FullName(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        ContractNames.FullName(reader, handle);

    /// <summary>A named argument's type is written as text, with the assembly behind a comma.</summary>
    public string GetTypeFromSerializedName(string name) => name.Split(',')[0];

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;
}
