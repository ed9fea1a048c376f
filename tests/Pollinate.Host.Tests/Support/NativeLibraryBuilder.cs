using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pollinate.Host.Tests.Support;

/// <summary>Builds a library for Windows that has nothing of .NET: one section of data.</summary>
internal sealed class NativeLibraryBuilder(PEHeaderBuilder header) : PEBuilder(header, deterministicIdProvider: null)
{
    public byte[] ToArray()
    {
        var content = new BlobBuilder();
        Serialize(content);
        return content.ToArray();
    }

    protected override ImmutableArray<Section> CreateSections() =>
        [new(".data", SectionCharacteristics.ContainsInitializedData | SectionCharacteristics.MemRead)];

    protected override BlobBuilder SerializeSection(string name, SectionLocation location)
    {
        var data = new BlobBuilder();
        data.WriteBytes(1, 512);
        return data;
    }

    protected override PEDirectoriesBuilder GetDirectories() => new();
}
