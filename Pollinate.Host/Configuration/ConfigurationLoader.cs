using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Dialect;
using Pollinate.Host.Configuration.Resolution;

namespace Pollinate.Host.Configuration;

/// <summary>Reads the configuration: the files, the environment, every option's value.</summary>
internal static class ConfigurationLoader
{
    /// <param name="arguments">Which files, and the surroundings.</param>
    /// <param name="extraGroups">Groups besides the daemon's own: the sections of providers.</param>
    /// <exception cref="ConfigurationException">Files or values can't be used; it holds all that is wrong.</exception>
    public static ConfigurationSnapshot Load(
        ConfigurationArguments arguments,
        IReadOnlyList<OptionGroupDefinition> extraGroups)
    {
        var errors = new List<ConfigurationError>();
        var files = OsloFiles.Read(arguments, errors);
        IReadOnlyList<OptionGroupDefinition> groups = [.. OptionRecords.Groups, .. extraGroups];
        var raw = new RawValues(files, arguments.Environment);
        var resolver = new Resolver(groups, raw, Switches(arguments), SecretFiles.DirectoryOf(arguments.Environment));
        var options = new List<ResolvedOption>();
        foreach (var (group, option) in groups.SelectMany(group => group.Options.Select(option => (group, option))))
        {
            var origin = raw.Find(group, option)?.Origin ?? ValueOrigin.Default;
            // What is wrong with a file is wrong where the file is named.
            if (resolver.FileOf(group, option) is { } file)
            {
                Try(file, raw.Find(group, file)!.Origin, () => options.Add(resolver.Resolve(group, option)), errors);
                continue;
            }

            Try(option, origin, () => options.Add(resolver.Resolve(group, option)), errors);
            // oslo.config reads these before the environment has its say.
            if (option.CheckedInFiles && raw.FindInFiles(group, option) is { } inFiles && inFiles.Origin != origin)
                Try(option, inFiles.Origin, () => resolver.CheckInFiles(group, option), errors);
        }

        if (errors.Count > 0)
        {
            throw new ConfigurationException(
                [.. errors.Distinct().OrderBy(error => error.Where, StringComparer.Ordinal).ThenBy(error => error.Line)]);
        }

        return new(groups, options, [.. ConfigurationWarnings.Find(groups, files, arguments.Environment, raw, options), .. resolver.Warnings], arguments.BaseDirectory);
    }

    private static void Try(OptionDefinition option, ValueOrigin origin, Action action, List<ConfigurationError> errors)
    {
        try
        {
            action();
        }
        catch (ValueException exception)
        {
            errors.Add(origin.Error($"{option.DisplayName}: {exception.Message}"));
        }
    }

    /// <summary>The switches of the command line, which oslo.config lets values refer to like options.</summary>
    private static Dictionary<string, object?> Switches(ConfigurationArguments arguments) => new(StringComparer.Ordinal)
    {
        ["config_file"] = Given(arguments, isDirectory: false, arguments.DefaultFile, File.Exists),
        ["config_dir"] = Given(arguments, isDirectory: true, arguments.DefaultDirectory, Directory.Exists),
        ["config_source"] = Array.Empty<string>(),
    };

    private static string[] Given(ConfigurationArguments arguments, bool isDirectory, string @default, Func<string, bool> exists)
    {
        string[] given = [.. arguments.Paths.Where(path => path.IsDirectory == isDirectory).Select(path => path.Path)];
        return given.Length > 0 ? given : exists(@default) ? [@default] : [];
    }
}
