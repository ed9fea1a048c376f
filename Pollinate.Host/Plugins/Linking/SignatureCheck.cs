using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// Looks over a signature of a plugin's (ECMA-335, II.23.2) before it is read: the reader makes room for as many parts as a
/// signature says that it has, and goes as deep as it goes. Safe for any thread.
/// </summary>
internal static class SignatureCheck
{
    /// <summary>No compiler writes one as long; to read a deeper one could take more stack than there is.</summary>
    private const int LongestSignature = 4096;

    /// <summary>The runtime has no arrays of more dimensions.</summary>
    private const int MostDimensions = 32;

    private const int Class = 0x12;
    private const int ValueType = 0x11;

    /// <summary>Checks the signature of a field or a method.</summary>
    /// <exception cref="BadImageFormatException">It can't be read, or not within bounds.</exception>
    public static void Member(MetadataReader metadata, BlobHandle signature)
    {
        var blob = Open(metadata, signature);
        var whole = blob;
        if (blob.ReadSignatureHeader().Kind == SignatureKind.Field)
            Type(ref blob);
        else
            Method(ref whole);
    }

    /// <summary>Checks the signature of a type.</summary>
    /// <exception cref="BadImageFormatException">It can't be read, or not within bounds.</exception>
    public static void Specification(MetadataReader metadata, BlobHandle signature)
    {
        var blob = Open(metadata, signature);
        Type(ref blob);
    }

    private static BlobReader Open(MetadataReader metadata, BlobHandle signature)
    {
        var blob = metadata.GetBlobReader(signature);
        return blob.Length <= LongestSignature ? blob : throw new BadImageFormatException($"a signature has more than {LongestSignature} bytes");
    }

    private static void Method(ref BlobReader blob)
    {
        if (blob.ReadSignatureHeader().IsGeneric)
            blob.ReadCompressedInteger();
        // And the type that it returns.
        var types = Count(ref blob) + 1;
        for (var index = 0; index < types; index++)
            Type(ref blob);
    }

    private static void Type(ref BlobReader blob)
    {
        while (true)
        {
            switch (blob.ReadCompressedInteger())
            {
                case (int)SignatureTypeCode.Pointer or (int)SignatureTypeCode.ByReference or (int)SignatureTypeCode.SZArray
                    or (int)SignatureTypeCode.Pinned or (int)SignatureTypeCode.Sentinel:
                    continue;
                case (int)SignatureTypeCode.RequiredModifier or (int)SignatureTypeCode.OptionalModifier:
                    blob.ReadTypeHandle();
                    continue;
                case Class or ValueType:
                    blob.ReadTypeHandle();
                    return;
                case (int)SignatureTypeCode.GenericTypeParameter or (int)SignatureTypeCode.GenericMethodParameter:
                    blob.ReadCompressedInteger();
                    return;
                case (int)SignatureTypeCode.FunctionPointer:
                    Method(ref blob);
                    return;
                case (int)SignatureTypeCode.GenericTypeInstance:
                    Type(ref blob);
                    for (var left = Count(ref blob); left > 0; left--)
                        Type(ref blob);
                    return;
                case (int)SignatureTypeCode.Array:
                    Type(ref blob);
                    Shape(ref blob);
                    return;
                default:
                    return;
            }
        }
    }

    private static void Shape(ref BlobReader blob)
    {
        if (blob.ReadCompressedInteger() > MostDimensions)
            throw new BadImageFormatException($"a signature has an array of more than {MostDimensions} dimensions");
        for (var sizes = Count(ref blob); sizes > 0; sizes--)
            blob.ReadCompressedInteger();
        for (var bounds = Count(ref blob); bounds > 0; bounds--)
            blob.ReadCompressedSignedInteger();
    }

    /// <summary>Each part has a byte at least.</summary>
    private static int Count(ref BlobReader blob)
    {
        var count = blob.ReadCompressedInteger();
        return count <= blob.RemainingBytes ? count : throw new BadImageFormatException("a signature says that it has more parts than bytes");
    }
}
