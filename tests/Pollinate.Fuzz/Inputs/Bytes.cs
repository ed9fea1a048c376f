using CsCheck;

namespace Pollinate.Fuzz.Inputs;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal static class Bytes
{
    private static readonly byte[][] Interesting =
    [
        [0], [0xFF], [0x7F], [0x80], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80],
        [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80], [.. "\r\n"u8], [.. "\\ud800"u8], [.. "\\u0000"u8], [.. "\""u8], [.. "{"u8], [.. "["u8],
        [.. "]"u8], [.. "}"u8], [.. ","u8], [.. ":"u8], [.. "1e999"u8], [.. "-0"u8], [.. "null"u8], [.. "${"u8], [.. "$$"u8], [.. "\\$"u8], [.. "%00"u8], [.. "//"u8],
    ];

    public static byte[] Mutate(byte[] input, PCG chance, IReadOnlyList<byte[]> others)
    {
        var bytes = new List<byte>(input);
        for (var edits = 1 + chance.Below(1 << chance.Below(5)); edits > 0; edits--)
            Edit(bytes, chance, others);
        return [.. bytes];
    }

    private static void Edit(List<byte> bytes, PCG chance, IReadOnlyList<byte[]> others)
    {
        var at = chance.Below(bytes.Count + 1);
        var length = Math.Min(chance.Length(256), bytes.Count - at);
        switch (chance.Below(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << chance.Below(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)chance.Next(256);
                break;
            case 2:
                bytes.InsertRange(at, chance.Of(Interesting));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(chance.Below(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5 when chance.OnceIn(4):
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                var other = chance.Of(others);
                var from = chance.Below(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(chance.Length(256), other.Length - from)).ToArray());
                break;
            case 7 when at < bytes.Count:
                bytes.InsertRange(at, Enumerable.Repeat(bytes[at], chance.Length(512)));
                break;
            default:
                bytes.Insert(at, (byte)chance.Next(256));
                break;
        }
    }
}
