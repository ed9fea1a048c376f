using System.Reflection.Metadata;

namespace Pollinate.Host.Plugins;

/// <summary>
/// The arguments of an attribute (ECMA-335, II.23.3). The framework's own reader trusts the number of items that a list says
/// it has, and makes room for two thousand million of them before it looks for the first one.
/// </summary>
internal sealed class AttributeArguments
{
    private const int Deepest = 8;
    private const byte ValueType = 0x11;
    private const byte Class = 0x12;
    private const byte Object = 0x1C;

    private AttributeArguments(IReadOnlyList<object?> @fixed, IReadOnlyDictionary<string, object?> named)
    {
        Fixed = @fixed;
        Named = named;
    }

    /// <summary>Those of the constructor: numbers, texts, booleans, lists of them; a value of an enumeration is its number.</summary>
    public IReadOnlyList<object?> Fixed { get; }

    /// <summary>The first of those; null when there is none.</summary>
    public object? First => Fixed.Count > 0 ? Fixed[0] : null;

    /// <summary>Those of properties and fields, by name.</summary>
    public IReadOnlyDictionary<string, object?> Named { get; }

    /// <param name="metadata">The assembly.</param>
    /// <param name="attribute">An attribute whose constructor is in another assembly.</param>
    /// <exception cref="BadImageFormatException">They can't be read.</exception>
    public static AttributeArguments Read(MetadataReader metadata, CustomAttribute attribute)
    {
        var value = metadata.GetBlobReader(attribute.Value);
        if (value.ReadUInt16() != 1)
            throw new BadImageFormatException("the value of an attribute does not begin as such values do");

        var signature = metadata.GetBlobReader(metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Signature);
        signature.ReadSignatureHeader();
        var @fixed = new List<object?>();
        var count = signature.ReadCompressedInteger();
        // It returns nothing.
        signature.ReadByte();
        for (; count > 0; count--)
            @fixed.Add(ReadValue(ref value, ReadParameterType(ref signature), 0));

        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var left = value.ReadUInt16(); left > 0; left--)
        {
            value.ReadByte();
            var type = ReadType(ref value);
            named[value.ReadSerializedString() ?? ""] = ReadValue(ref value, type, 0);
        }

        return new(@fixed, named);
    }

    private static ArgumentType ReadParameterType(ref BlobReader signature)
    {
        var code = signature.ReadByte();
        switch (code)
        {
            case ValueType:
                signature.ReadTypeHandle();
                return new(SerializationTypeCode.Int32);
            case Class:
                signature.ReadTypeHandle();
                return new(SerializationTypeCode.Type);
            case Object:
                return new(SerializationTypeCode.TaggedObject);
            case (byte)SerializationTypeCode.SZArray:
                return new(SerializationTypeCode.SZArray, ReadParameterType(ref signature).Code);
            default:
                return new((SerializationTypeCode)code);
        }
    }

    private static ArgumentType ReadType(ref BlobReader value)
    {
        var code = value.ReadSerializationTypeCode();
        switch (code)
        {
            case SerializationTypeCode.Enum:
                // Its name. None that matters here has another underlying type.
                value.ReadSerializedString();
                return new(SerializationTypeCode.Int32);
            case SerializationTypeCode.SZArray:
                return new(code, ReadType(ref value).Code);
            default:
                return new(code);
        }
    }

    private static object? ReadValue(ref BlobReader value, ArgumentType type, int depth)
    {
        if (depth > Deepest)
            throw new BadImageFormatException("the value of an attribute is too deep");
        return type.Code switch
        {
            SerializationTypeCode.Boolean => value.ReadBoolean(),
            SerializationTypeCode.Char => value.ReadChar(),
            SerializationTypeCode.SByte => value.ReadSByte(),
            SerializationTypeCode.Byte => value.ReadByte(),
            SerializationTypeCode.Int16 => value.ReadInt16(),
            SerializationTypeCode.UInt16 => value.ReadUInt16(),
            SerializationTypeCode.Int32 => value.ReadInt32(),
            SerializationTypeCode.UInt32 => value.ReadUInt32(),
            SerializationTypeCode.Int64 => value.ReadInt64(),
            SerializationTypeCode.UInt64 => value.ReadUInt64(),
            SerializationTypeCode.Single => value.ReadSingle(),
            SerializationTypeCode.Double => value.ReadDouble(),
            SerializationTypeCode.String or SerializationTypeCode.Type => value.ReadSerializedString(),
            SerializationTypeCode.TaggedObject => ReadValue(ref value, ReadType(ref value), depth + 1),
            SerializationTypeCode.SZArray => ReadList(ref value, new(type.Item), depth + 1),
            _ => throw new BadImageFormatException("the value of an attribute is of a kind that there is not"),
        };
    }

    private static object?[]? ReadList(ref BlobReader value, ArgumentType item, int depth)
    {
        var count = value.ReadInt32();
        if (count == -1)
            return null;
        // An item has a byte at least.
        if (count < 0 || count > value.RemainingBytes)
            throw new BadImageFormatException("a list in the value of an attribute is longer than the value");
        var items = new object?[count];
        for (var index = 0; index < count; index++)
            items[index] = ReadValue(ref value, item, depth);
        return items;
    }

    /// <summary>What an argument is, and of a list what its items are.</summary>
    private readonly record struct ArgumentType(SerializationTypeCode Code, SerializationTypeCode Item = default);
}
