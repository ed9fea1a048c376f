using System.Buffers;

namespace Pollinate.Fuzz.Targets;

/// <summary>Bytes in pieces, as a connection may bring them.</summary>
internal sealed class Pieces : ReadOnlySequenceSegment<byte>
{
    private Pieces(ReadOnlyMemory<byte> memory, long before)
    {
        Memory = memory;
        RunningIndex = before;
    }

    /// <param name="bytes">All of them.</param>
    /// <param name="count">Into how many pieces, at most.</param>
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int count)
    {
        var size = Math.Max(1, (bytes.Length + count - 1) / count);
        var first = new Pieces(bytes[..Math.Min(size, bytes.Length)], 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
        {
            var next = new Pieces(bytes.Slice(at, Math.Min(size, bytes.Length - at)), at);
            last.Next = next;
            last = next;
        }

        return new(first, 0, last, last.Memory.Length);
    }
}
