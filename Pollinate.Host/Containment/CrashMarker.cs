namespace Pollinate.Host.Containment;

/// <summary>
/// Says which providers had calls in progress when the process died: a file in memory that the kernel keeps, however the
/// process ends. It goes with the folder that it is in when the process stops as it should. Safe for any thread.
/// </summary>
internal sealed unsafe class CrashMarker
{
    private const string Others = "(others)";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CrashSlot> _slots = new(StringComparer.Ordinal);
    private readonly MappedMemory _memory;

    private CrashMarker(MappedMemory memory) => _memory = memory;

    /// <summary>Makes the marker of this process in a folder.</summary>
    /// <exception cref="IOException">The file can't be written or mapped.</exception>
    public static CrashMarker Create(string folder)
    {
        var path = Path.Combine(folder, CrashMarkerFile.FileName);
        CrashMarkerFile.Create(path);
        return new(new(path));
    }

    /// <summary>Reads the marker that a process left in its folder.</summary>
    /// <returns>Null when it left none that can be read.</returns>
    public static CrashReport? Read(string folder) => CrashMarkerFile.Read(Path.Combine(folder, CrashMarkerFile.FileName));

    /// <summary>
    /// The slot of a name, the same for the same name, over any number of reloads. When there are too many names the last
    /// ones share a slot.
    /// </summary>
    public CrashSlot Slot(string name)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(name, out var slot))
                return slot;
            if (_slots.Count >= CrashMarkerFile.SlotCount - 1 && name != Others)
                return Slot(Others);

            var offset = CrashMarkerFile.Offset(_slots.Count);
            CrashMarkerFile.Name(new(_memory.Start + offset, CrashMarkerFile.SlotSize), name);
            return _slots[name] = new(_memory, offset);
        }
    }
}
