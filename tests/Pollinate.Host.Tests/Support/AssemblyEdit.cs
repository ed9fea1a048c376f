using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Pollinate.Host.Tests.Support;

/// <summary>Changes built assemblies in place, into what no compiler of ours leaves.</summary>
internal static class AssemblyEdit
{
    /// <summary>Makes an assembly reference another one in another version.</summary>
    public static void SetReferencedVersion(string path, string reference, Version version)
    {
        var content = File.ReadAllBytes(path);
        using var reader = new PEReader([.. content]);
        var metadata = reader.GetMetadataReader();
        var handle = metadata.AssemblyReferences.Single(
            handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name) == reference);
        var row = reader.PEHeaders.MetadataStartOffset +
            metadata.GetTableMetadataOffset(TableIndex.AssemblyRef) +
            ((MetadataTokens.GetRowNumber(handle) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef));
        var numbers = new[] { version.Major, version.Minor, version.Build, version.Revision };
        for (var index = 0; index < numbers.Length; index++)
            BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(row + (2 * index)), (ushort)numbers[index]);
        File.WriteAllBytes(path, content);
    }

    /// <summary>Where the last thing ends that the runtime reads; what follows is filling.</summary>
    public static int EndOfMetadata(string path)
    {
        using var reader = new PEReader([.. File.ReadAllBytes(path)]);
        return reader.PEHeaders.MetadataStartOffset + reader.PEHeaders.MetadataSize;
    }

    /// <summary>Cuts a file off.</summary>
    public static void Truncate(string path, int position)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(position);
    }

    /// <summary>Leaves a file its length, and zeroes from some place on.</summary>
    public static void Blank(string path, int position)
    {
        var content = File.ReadAllBytes(path);
        content.AsSpan(position).Clear();
        File.WriteAllBytes(path, content);
    }
}
