using System.Collections.Frozen;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Secrets.Files;

/// <summary>
/// A folder with one file a secret, as systemd's <c>LoadCredential=</c> and Kubernetes' mounts make them: the file's name is
/// the secret's, its content without one newline at the end the value. Links are followed; folders and names that begin with
/// a dot, such as Kubernetes' <c>..data</c>, are passed over.
/// </summary>
internal static class SecretDirectory
{
    public const int LargestDirectory = 10 * 1024 * 1024;

    private const string Option = "[secrets] directory";
    private const int Attempts = 3;

    /// <summary>The folder in force: the option, else systemd's; null when there is neither.</summary>
    public static string? PathOf(SecretsOptions options, Func<string, string?> environment) =>
        !string.IsNullOrEmpty(options.Directory) ? options.Directory
        : environment(SecretFileOptions.DirectoryVariable) is { Length: > 0 } credentials ? credentials
        : null;

    /// <exception cref="SecretStoreException">It can't be read.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        // Kubernetes exchanges all files of a mount at once: those of before and after must not be mixed.
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            if (TryReadWhole(path) is { } secrets)
                return secrets;
        }

        return TryReadWhole(path) ??
            throw new SecretStoreException($"{Option}: {path} changes while it is read; put new files in place by renaming them.");
    }

    private static FrozenDictionary<string, string>? TryReadWhole(string path)
    {
        var files = List(path);
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        var prints = new List<FilePrint>();
        var total = 0L;
        foreach (var file in files)
        {
            var (text, print) = SecretText.ReadWithPrint(file, Option);
            total += print.Length;
            if (total > LargestDirectory)
                throw new SecretStoreException($"{Option}: the files in {path} are over {LargestDirectory} bytes altogether; leave only secrets in it.");
            read[Path.GetFileName(file)] = WithoutNewline(text);
            prints.Add(print);
        }

        return List(path).SequenceEqual(files) && files.Select(file => SecretText.Print(file, Option)).SequenceEqual(prints)
            ? read.ToFrozenDictionary(StringComparer.Ordinal)
            : null;
    }

    private static List<string> List(string path)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFileSystemEntries(path)
                    .Where(entry => !Path.GetFileName(entry).StartsWith('.') && !Directory.Exists(entry))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException exception) when (File.Exists(path))
        {
            throw new SecretStoreException($"{Option}: {path} is a file; name a folder, or set backend = file.", innerException: exception);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new SecretStoreException($"{Option}: {path} does not exist; make it, or correct the option.", innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SecretStoreException(
                $"{Option}: {path} can't be listed ({exception.GetType().Name}); it must be a folder that the daemon's user may list.", innerException: exception);
        }
    }

    private static string WithoutNewline(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
