using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using CsCheck;

namespace Pollinate.Fuzz.Inputs;

/// <summary>Assemblies whose tables lead elsewhere than they did, whose heaps hold something else, or that are cut off.</summary>
internal sealed class AssemblyInputs(IReadOnlyList<byte[]> seeds) : Gen<byte[]>
{
    // What begins a type in a signature.
    private static readonly byte[] Elements = [0x01, 0x02, 0x08, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x41, 0x45, 0x50, 0x51, 0x53, 0x54, 0x55];

    private readonly (byte[] Content, IReadOnlyList<(int Start, int RowSize, int Rows)> Tables, IReadOnlyList<(int Start, int Length)> Heaps)[] _seeds =
        [.. seeds.Select(seed => (seed, Tables(seed), Heaps(seed)))];

    public override byte[] Generate(PCG pcg, Size? min, out Size size)
    {
        var (content, tables, heaps) = _seeds[pcg.Below(_seeds.Length)];
        var bytes = content.ToArray();
        for (var edits = 1 + pcg.Length(12); edits > 0; edits--)
        {
            switch (pcg.Below(8))
            {
                case 0:
                    var heap = pcg.Of(heaps);
                    bytes[heap.Start + pcg.Below(heap.Length)] = pcg.OnceIn(2) ? pcg.Of(Elements) : (byte)pcg.Next(256);
                    break;
                case 1:
                    var blob = pcg.Of(heaps);
                    var at = pcg.Below(blob.Length);
                    bytes.AsSpan(blob.Start + at, Math.Min(pcg.Length(64), blob.Length - at)).Fill(pcg.Of(Elements));
                    break;
                case 2:
                    bytes[pcg.Below(Math.Min(bytes.Length, 1024))] = (byte)pcg.Next(256);
                    break;
                case 3:
                    var table = pcg.Of(tables);
                    var from = bytes.AsSpan(table.Start + (table.RowSize * pcg.Below(table.Rows)), table.RowSize);
                    from.CopyTo(bytes.AsSpan(table.Start + (table.RowSize * pcg.Below(table.Rows))));
                    break;
                default:
                    SetCell(bytes, pcg.Of(tables), pcg);
                    break;
            }
        }

        if (pcg.OnceIn(32))
            bytes = bytes[..pcg.Below(bytes.Length + 1)];
        size = new Size((ulong)bytes.Length);
        return bytes;
    }

    private static void SetCell(byte[] bytes, (int Start, int RowSize, int Rows) table, PCG chance)
    {
        var row = bytes.AsSpan(table.Start + (table.RowSize * chance.Below(table.Rows)), table.RowSize);
        var cell = row[(2 * chance.Below(table.RowSize / 2))..];
        var value = chance.Below(4) switch
        {
            0 => (ushort)chance.Next(256),
            1 => ushort.MaxValue,
            // Rows and coded rows near those that are there.
            _ => (ushort)chance.Next(48),
        };
        BinaryPrimitives.WriteUInt16LittleEndian(cell, value);
    }

    private static List<(int Start, int RowSize, int Rows)> Tables(byte[] content)
    {
        using var file = new PEReader([.. content]);
        var metadata = file.GetMetadataReader();
        var tables = new List<(int, int, int)>();
        foreach (var table in Enum.GetValues<TableIndex>().Where(table => (int)table < 0x2D && metadata.GetTableRowCount(table) > 0))
            tables.Add((file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(table), metadata.GetTableRowSize(table), metadata.GetTableRowCount(table)));
        return tables;
    }

    private static List<(int Start, int Length)> Heaps(byte[] content)
    {
        using var file = new PEReader([.. content]);
        var metadata = file.GetMetadataReader();
        // Blobs twice: signatures and the values of attributes are there.
        return
        [
            .. new[] { HeapIndex.Blob, HeapIndex.Blob, HeapIndex.String, HeapIndex.Guid }
                .Select(heap => (file.PEHeaders.MetadataStartOffset + metadata.GetHeapMetadataOffset(heap), metadata.GetHeapSize(heap)))
                .Where(heap => heap.Item2 > 0),
        ];
    }
}
