using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// Writes the types of a signature as text, in the same way on both sides of a comparison. The assembly that a type is in is
/// left out: frameworks move types from one assembly to another, and keep the names.
/// </summary>
/// <remarks>The context is what stands for the type's own generic parameters, or null to leave them open.</remarks>
internal sealed class SignatureNames : ISignatureTypeProvider<string, ImmutableArray<string>?>
{
    public static readonly SignatureNames Instance = new();

    private SignatureNames()
    {
    }

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        $"delegate*<{string.Join(", ", signature.ParameterTypes.Append(signature.ReturnType))}>";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(ImmutableArray<string>? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(ImmutableArray<string>? genericContext, int index) =>
        genericContext is { } arguments && index < arguments.Length ? arguments[index] : $"!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        ContractNames.FullName(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        ContractNames.FullName(reader, handle);

    /// <summary>
    /// A modifier that is a type made of others. No compiler writes one, and whoever follows it may never come to an end: it
    /// may lead to itself, or to several that lead to several each.
    /// </summary>
    public string GetTypeFromSpecification(
        MetadataReader reader, ImmutableArray<string>? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => "specification";
}
