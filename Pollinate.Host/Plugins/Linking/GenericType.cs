using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>A generic type with its arguments, such as the <c>ILookup&lt;Project&gt;</c> on which a method is called.</summary>
/// <param name="Type">The generic type: a definition or a reference.</param>
/// <param name="Arguments">The arguments, as <see cref="SignatureNames"/> writes them.</param>
internal readonly record struct GenericType(EntityHandle Type, ImmutableArray<string> Arguments)
{
    /// <summary>Reads it from a specification, or gives null for one that is something else: an array, a pointer.</summary>
    public static GenericType? Read(MetadataReader metadata, TypeSpecificationHandle handle, ImmutableArray<string>? context)
    {
        var signature = metadata.GetTypeSpecification(handle).Signature;
        SignatureCheck.Specification(metadata, signature);
        var blob = metadata.GetBlobReader(signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadByte();
        var type = blob.ReadTypeHandle();
        var decoder = new SignatureDecoder<string, ImmutableArray<string>?>(SignatureNames.Instance, metadata, context);
        var arguments = new string[blob.ReadCompressedInteger()];
        for (var index = 0; index < arguments.Length; index++)
            arguments[index] = decoder.DecodeType(ref blob);
        return new(type, [.. arguments]);
    }
}
