using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Secrets;
using Pollinate.Host.Secrets.Files;

namespace Pollinate.Host.Configuration.Resolution;

/// <summary>Reads the files that hold the values of secret options.</summary>
internal static class SecretFiles
{
    /// <summary>Where systemd keeps the credentials of the daemon's unit, for commands that are run beside it.</summary>
    private const string DirectoryOfUnit = "/run/credentials/nova-pollinate.service";

    /// <summary>The folder that relative paths count from; null when there is none.</summary>
    public static string? DirectoryOf(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(SecretFileOptions.DirectoryVariable) is { Length: > 0 } given ? given
        : Directory.Exists(DirectoryOfUnit) ? DirectoryOfUnit
        : null;

    /// <summary>The path of a file, absolute.</summary>
    /// <exception cref="ValueException">It is relative, and nothing says to what.</exception>
    public static string Absolute(string path, string? directory)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new ValueException("the path holds a zero byte; write the path of a file.");
        if (Path.IsPathRooted(path))
            return Path.GetFullPath(path);
        return directory is not null
            ? Path.GetFullPath(path, directory)
            : throw new ValueException(
                $"{path} counts from {SecretFileOptions.DirectoryVariable}, which is not set: give the unit LoadCredential={path}:/PATH/OF/THE/FILE, or write the whole path here; a command beside the daemon takes the variable from its environment.");
    }

    /// <summary>The text of a file without the line end at its end.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="ValueException">It can't be read, or is empty.</exception>
    public static string Read(string path, string option)
    {
        string text;
        try
        {
            text = SecretText.Read(path, option);
        }
        catch (SecretStoreException exception)
        {
            throw new ValueException(exception.Message[(option.Length + 2)..]);
        }

        var end = text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : text.EndsWith('\n') ? 1 : 0;
        return text.Length > end ? text[..^end] : throw new ValueException($"{path} is empty; write the secret into it.");
    }
}
