using System.Text;

namespace Pollinate.Host.Configuration.Dialect;

/// <summary>Reads the files that the command line names, in order.</summary>
internal static class OsloFiles
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads them all, adding what is wrong with any of them to the errors.</summary>
    public static IReadOnlyList<OsloFile> Read(ConfigurationArguments arguments, List<ConfigurationError> errors)
    {
        var files = new List<OsloFile>();
        foreach (var path in Paths(arguments, errors))
        {
            if (ReadFile(path, errors) is { } file)
            {
                files.Add(file);
                errors.AddRange(file.Errors);
            }
        }

        return files;
    }

    /// <summary>The files that are read, or would be if they existed, and the folders that they are looked for in; absolute.</summary>
    public static IReadOnlyList<string> Places(ConfigurationArguments arguments)
    {
        string[] files = arguments.Paths.Any(path => !path.IsDirectory) ? [] : [arguments.DefaultFile];
        string[] folders = arguments.Paths.Any(path => path.IsDirectory) ? [] : [arguments.DefaultDirectory];
        // What can't be read is said where it is read.
        return [.. files.Concat(folders).Concat(arguments.Paths.Select(path => arguments.Resolve(path.Path))).Concat(Paths(arguments, [])).Distinct()];
    }

    private static IEnumerable<string> Paths(ConfigurationArguments arguments, List<ConfigurationError> errors)
    {
        if (!arguments.Paths.Any(path => !path.IsDirectory) && File.Exists(arguments.DefaultFile))
            yield return arguments.DefaultFile;
        if (!arguments.Paths.Any(path => path.IsDirectory) && Directory.Exists(arguments.DefaultDirectory))
        {
            foreach (var file in Entries(arguments.DefaultDirectory, errors))
                yield return file;
        }

        foreach (var path in arguments.Paths)
        {
            var resolved = arguments.Resolve(path.Path);
            if (!path.IsDirectory)
            {
                yield return resolved;
                continue;
            }

            foreach (var file in Entries(resolved, errors))
                yield return file;
        }
    }

    /// <summary>The <c>*.conf</c> entries of a folder, by ordinal order; none of a path that is a file.</summary>
    private static IReadOnlyList<string> Entries(string directory, List<ConfigurationError> errors)
    {
        try
        {
            if (File.Exists(directory))
                return [];
            return
            [
                .. Directory.EnumerateFileSystemEntries(directory)
                    .Where(path => path.EndsWith(".conf", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            errors.Add(new(directory, 0, "the configuration folder does not exist; make it, or correct --config-dir."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(directory, 0, $"the configuration folder can't be read ({exception.GetType().Name}); the daemon's user must be able to list it."));
        }

        return [];
    }

    private static OsloFile? ReadFile(string path, List<ConfigurationError> errors)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            try
            {
                return OsloIniParser.Read(path, StrictUtf8.GetString(bytes));
            }
            catch (DecoderFallbackException exception)
            {
                errors.Add(new(path, LineOf(bytes, exception), "the file is not UTF-8; save it as UTF-8."));
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add(new(path, 0, "the configuration file does not exist; make it, or correct --config-file."));
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            errors.Add(new(path, 0, "this is a folder, not a configuration file; use --config-dir for a folder, or give it another name."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(path, 0, "the configuration file can't be read; the daemon's user must be able to."));
        }

        return null;
    }

    /// <summary>The line of the first bytes that are no UTF-8.</summary>
    private static int LineOf(byte[] bytes, DecoderFallbackException exception)
    {
        var before = Encoding.Latin1.GetString(bytes, 0, Math.Clamp(exception.Index, 0, bytes.Length));
        return before.ReplaceLineEndingsOfOslo().Count(character => character == '\n') + 1;
    }
}
