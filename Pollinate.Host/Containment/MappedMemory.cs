using System.IO.MemoryMappedFiles;

namespace Pollinate.Host.Containment;

/// <summary>
/// A file in memory, mapped until nothing reaches this object any longer. There is no earlier end: a call that never ends may
/// still count itself out when all else of its daemon is gone.
/// </summary>
internal sealed unsafe class MappedMemory
{
    private readonly MemoryMappedViewAccessor _view;

    /// <exception cref="IOException">The file can't be mapped.</exception>
    public MappedMemory(string path)
    {
        // The mapping stays when the file is closed, and when it is deleted.
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        _view = file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start + _view.PointerOffset;
    }

    ~MappedMemory() => _view?.SafeMemoryMappedViewHandle.ReleasePointer();

    /// <summary>Where the file's first byte lies.</summary>
    public byte* Start { get; }
}
