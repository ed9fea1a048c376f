using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Pollinate.Host.Containment;

/// <summary>
/// The form of the crash marker: a header, then slots of one size. A slot is a counter of calls in progress, the length of a
/// name, and the name; a slot with the length 0 is free. Numbers are little-endian, as on every machine that .NET runs on.
/// </summary>
internal static class CrashMarkerFile
{
    public const string FileName = ".calls";

    /// <summary>Two cache lines: counters of different slots never share one.</summary>
    public const int SlotSize = 128;

    /// <summary>How many names fit, the last slot being that of all names beyond.</summary>
    public const int SlotCount = 1024;

    public const int Size = (1 + SlotCount) * SlotSize;

    private const int ProcessIdOffset = 8;
    private const int LengthOffset = 4;
    private const int NameOffset = 8;
    private const int LongestName = SlotSize - NameOffset;

    private static ReadOnlySpan<byte> Magic => "POLLCAL1"u8;

    /// <summary>Where a slot's counter lies in the file.</summary>
    public static int Offset(int slot) => (1 + slot) * SlotSize;

    /// <summary>Writes a file without names.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Create(string path)
    {
        // Every byte of it: a hole that no block is left for when it is first written to would end the process.
        var content = new byte[Size];
        Magic.CopyTo(content);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(ProcessIdOffset), Environment.ProcessId);
        File.WriteAllBytes(path, content);
    }

    /// <summary>Gives a free slot its name, cut off where it is too long.</summary>
    public static void Name(Span<byte> slot, string name)
    {
        Encoding.UTF8.GetEncoder().Convert(name, slot[NameOffset..], flush: true, out _, out var written, out _);
        BinaryPrimitives.WriteInt32LittleEndian(slot[LengthOffset..], written);
    }

    /// <summary>Reads the marker that another process left.</summary>
    /// <returns>Null when there is none, or when it is none that can be read.</returns>
    public static CrashReport? Read(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: Size })
                return null;
            var content = File.ReadAllBytes(path);
            return content.Length == Size && content.AsSpan().StartsWith(Magic) ? Parse(content) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static CrashReport Parse(ReadOnlySpan<byte> content)
    {
        var calls = new List<(string Name, int Calls)>();
        for (var slot = 0; slot < SlotCount; slot++)
        {
            var bytes = content.Slice(Offset(slot), SlotSize);
            var count = MemoryMarshal.Read<int>(bytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthOffset..]);
            if (count > 0 && length is > 0 and <= LongestName)
                calls.Add((Encoding.UTF8.GetString(bytes.Slice(NameOffset, length)), count));
        }

        return new(
            BinaryPrimitives.ReadInt32LittleEndian(content[ProcessIdOffset..]),
            [.. calls.OrderByDescending(call => call.Calls).ThenBy(call => call.Name, StringComparer.Ordinal)]);
    }
}
