using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pollinate.Host.Files;

namespace Pollinate.Host.Logging;

/// <summary>
/// A file that each write goes to the end of, wherever that is by then: one that was truncated meanwhile begins anew, and of
/// two processes none overwrites the other's lines. For one thread at a time.
/// </summary>
internal sealed class AppendedFile : IDisposable
{
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;
    private const int NoTerminal = 0x100;
    private const int Interrupted = 4;

    private readonly SafeFileHandle _handle;

    private AppendedFile(SafeFileHandle handle, FileIdentity? identity) => (_handle, Identity) = (handle, identity);

    /// <summary>Which file it is.</summary>
    public FileIdentity? Identity { get; }

    /// <summary>How long it is; 0 for what has no length.</summary>
    public long Length
    {
        get
        {
            try
            {
                return RandomAccess.GetLength(_handle);
            }
            catch (NotSupportedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Opens it, and makes it when it is not there; never its folder.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static AppendedFile Open(string path)
    {
        var descriptor = open([.. Encoding.UTF8.GetBytes(path), 0], WriteOnly | Create | Append | CloseOnExec | NoTerminal, 0b110_110_110);
        if (descriptor < 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        return new(new(descriptor, ownsHandle: true), FileIdentity.Of($"/proc/self/fd/{descriptor}"));
    }

    /// <exception cref="IOException">It can't be written to.</exception>
    /// <remarks>By the system's own call: the framework's says where to write, and a pipe has no such place.</remarks>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var written = write(_handle, in MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            if (written >= 0)
                bytes = bytes[(int)written..];
            else if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint write(SafeFileHandle file, in byte bytes, nuint count);

    [DllImport("libc", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open(byte[] path, int flags, int mode);
}
