using System.Buffers;
using System.Text;

namespace Pollinate.Host.Logging;

/// <summary>
/// The standard error stream of the process, opened once, whatever <see cref="Console.SetError"/> is told. What can't be
/// written is dropped: there is nowhere left to say so. Safe for any thread; a text is written whole.
/// </summary>
internal static class StandardError
{
    private static readonly Lock Gate = new();
    private static readonly Stream Stream = Open();

    public static void WriteLine(string text)
    {
        var line = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        try
        {
            var length = Encoding.UTF8.GetBytes(text, line);
            line[length++] = (byte)'\n';
            // In one piece, and to no buffer: whoever reads the log after a crash has it whole.
            lock (Gate)
                Stream.Write(line, 0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The disk is full, or the reader is gone.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(line);
        }
    }

    private static Stream Open()
    {
        try
        {
            return Console.OpenStandardError();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Whoever started the process closed it.
            return Stream.Null;
        }
    }
}
