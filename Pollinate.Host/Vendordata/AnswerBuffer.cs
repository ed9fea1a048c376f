using System.Buffers;

namespace Pollinate.Host.Vendordata;

/// <summary>
/// Buffers for answers, whose length must be known before they are sent. Each thread keeps one; one may be given back on
/// another thread than it was taken on.
/// </summary>
internal static class AnswerBuffer
{
    // Far more than usual; the buffer of a larger answer is not kept.
    private const int LargestKept = 64 * 1024;
    private const int FirstSize = 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _kept;

    public static ArrayBufferWriter<byte> Take()
    {
        var buffer = _kept ?? new(FirstSize);
        _kept = null;
        return buffer;
    }

    /// <summary>Wipes it, since what it holds are licence keys, and keeps it for another answer of the calling thread.</summary>
    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        buffer.Clear();
        if (buffer.Capacity <= LargestKept)
            _kept ??= buffer;
    }
}
