using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>A method or field by name and signature, written so that the same one reads the same wherever it is referenced.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Signature">
/// Everything that the runtime goes by when it looks for it: kind, return type, parameters, number of generic parameters.
/// </param>
/// <param name="Display">What a sentence calls it: the name, and the parameters of a method.</param>
internal sealed record MemberName(string Name, string Signature, string Display)
{
    public static MemberName Read(MetadataReader metadata, MemberReference member)
    {
        var name = metadata.GetString(member.Name);
        SignatureCheck.Member(metadata, member.Signature);
        return member.GetKind() == MemberReferenceKind.Field
            ? Field(name, member.DecodeFieldSignature(SignatureNames.Instance, null))
            : Method(name, member.DecodeMethodSignature(SignatureNames.Instance, null));
    }

    public static MemberName Read(MetadataReader metadata, MethodDefinition method, ImmutableArray<string>? context) =>
        Method(metadata.GetString(method.Name), method.DecodeSignature(SignatureNames.Instance, context));

    public static MemberName Read(MetadataReader metadata, FieldDefinition field, ImmutableArray<string>? context) =>
        Field(metadata.GetString(field.Name), field.DecodeSignature(SignatureNames.Instance, context));

    private static MemberName Field(string name, string type) => new(name, "field " + type, name);

    private static MemberName Method(string name, MethodSignature<string> signature)
    {
        var parameters = string.Join(", ", signature.ParameterTypes);
        return new(
            name,
            $"{(signature.Header.IsInstance ? "instance" : "static")} {signature.ReturnType} `{signature.GenericParameterCount}({parameters})",
            $"{name}({parameters})");
    }
}
