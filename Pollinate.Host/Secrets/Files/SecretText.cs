using System.Text;

namespace Pollinate.Host.Secrets.Files;

/// <summary>Reads a file as text: bounded in size, whole, and with a cure for whatever is wrong with it.</summary>
internal static class SecretText
{
    public const int LargestFile = 1024 * 1024;

    private const int Attempts = 3;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">The file.</param>
    /// <param name="option">The option that leads to it, for messages.</param>
    /// <exception cref="SecretStoreException">It can't be read.</exception>
    public static string Read(string path, string option) => ReadWithPrint(path, option).Text;

    /// <summary>Reads a file and what it looked like meanwhile.</summary>
    /// <exception cref="SecretStoreException">It can't be read.</exception>
    public static (string Text, FilePrint Print) ReadWithPrint(string path, string option) => Guard(path, option, () =>
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var print = FilePrint.Of(handle);
            if (print.Length > LargestFile)
                throw TooLarge(path, option);
            // What is no ordinary file, such as a pipe, has no length beforehand.
            var bytes = new byte[(print.Length == 0 ? LargestFile : print.Length) + 1];
            var length = Fill(handle, bytes);
            if (length > LargestFile)
                throw TooLarge(path, option);
            if (length < bytes.Length && FilePrint.Of(handle) == print)
                return (StrictUtf8.GetString(bytes, 0, length), print);
        }

        throw new SecretStoreException($"{option}: {path} changes while it is read; put a new file in its place by renaming it.");
    });

    /// <summary>What a file looks like now.</summary>
    /// <exception cref="SecretStoreException">It can't be opened.</exception>
    public static FilePrint Print(string path, string option) => Guard(path, option, () =>
    {
        using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        return FilePrint.Of(handle);
    });

    private static int Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle, byte[] bytes)
    {
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(length), length) is > 0 and var read)
            length += read;
        return length;
    }

    private static T Guard<T>(string path, string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SecretStoreException($"{option}: {path} does not exist; write it, or correct the option.", innerException: exception);
        }
        catch (UnauthorizedAccessException exception) when (Directory.Exists(path))
        {
            throw new SecretStoreException($"{option}: {path} is a folder; name a file.", innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException and not DecoderFallbackException)
        {
            throw new SecretStoreException($"{option}: {path} can't be read ({exception.GetType().Name}); the daemon's user must be able to.", innerException: exception);
        }
        catch (DecoderFallbackException)
        {
            // Without the cause, which quotes the bytes.
            throw new SecretStoreException($"{option}: {path} is not UTF-8; save it as UTF-8.");
        }
    }

    private static SecretStoreException TooLarge(string path, string option) =>
        new($"{option}: {path} is over {LargestFile} bytes, more than a file of secrets may have; make it smaller.");
}
