using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Pollinate.Host.Logging;

/// <summary>
/// The standard error stream of the process, opened once, whatever <see cref="Console.SetError"/> is told. What can't be
/// written is dropped: there is nowhere left to say so. A reader that reads no longer holds up nobody; it is told how many lines
/// were left out when it reads again. Safe for any thread; a text is written whole.
/// </summary>
internal static class StandardError
{
    private const int Descriptor = 2;
    private const short Writable = 4;

    /// <summary>As much as a pipe or a socket takes at once when it says that it takes something.</summary>
    private const int Piece = 4096;

    /// <summary>For a reader that only pauses. Once it has been spent, nothing waits until the reader is back.</summary>
    private const int PatienceMilliseconds = 200;

    private static readonly Lock Gate = new();
    private static readonly Stream Stream = Open();
    private static long _leftOut;

    public static void WriteLine(string text)
    {
        var line = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        try
        {
            var length = Encoding.UTF8.GetBytes(text, line);
            line[length++] = (byte)'\n';
            // In one piece, and to no buffer: whoever reads the log after a crash has it whole.
            lock (Gate)
                Write(line.AsSpan(0, length));
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

    /// <summary>Only under the gate.</summary>
    private static void Write(ReadOnlySpan<byte> line)
    {
        if (!IsTaken(_leftOut == 0 ? PatienceMilliseconds : 0))
        {
            _leftOut++;
            return;
        }

        if (_leftOut > 0)
        {
            Stream.Write(Encoding.UTF8.GetBytes($"nova-pollinate: warning: {_leftOut} lines were left out of the log, since nobody read it.\n"));
            _leftOut = 0;
        }

        do
        {
            var piece = line[..Math.Min(line.Length, Piece)];
            Stream.Write(piece);
            line = line[piece.Length..];
        }
        while (line.Length > 0 && IsTaken(PatienceMilliseconds));
        if (line.Length > 0)
            _leftOut++;
    }

    /// <summary>Whether a piece can be written without waiting for a reader, or fails at once.</summary>
    private static bool IsTaken(int milliseconds)
    {
        var asked = new Asked(Descriptor, Writable, 0);
        // What is no answer (a signal came in between) is no reason to leave something out.
        return poll(ref asked, 1, milliseconds) != 0;
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int poll(ref Asked asked, nuint count, int milliseconds);

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

    // The system's own structure.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Asked(int FileDescriptor, short Events, short Returned);
}
