using System.IO.MemoryMappedFiles;

namespace Pollinate.Fuzz.Running;

/// <summary>What a worker is at, in a file that outlives it: a process that overflows its stack says nothing any more.</summary>
internal sealed class Progress : IDisposable
{
    private const int Size = 64;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private Progress(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, Size);
    }

    /// <summary>The number of the input that is being run, or is next.</summary>
    public long Number
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    /// <summary>The inputs that were taken.</summary>
    public long Taken
    {
        get => _view.ReadInt64(8);
        set => _view.Write(8, value);
    }

    /// <summary>The most memory that the process has held, in bytes.</summary>
    public long PeakMemory
    {
        get => _view.ReadInt64(16);
        set => _view.Write(16, value);
    }

    /// <summary>The worker has done what it was told to.</summary>
    public bool IsDone
    {
        get => _view.ReadByte(24) != 0;
        set => _view.Write(24, (byte)(value ? 1 : 0));
    }

    public static Progress Create(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Size));

    public static Progress Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, Size));

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
