using System.CommandLine;
using System.CommandLine.Parsing;

namespace Pollinate.Host.Configuration.Commands;

/// <summary>The switches <c>--config-file</c> and <c>--config-dir</c>, which every command that reads the configuration has.</summary>
internal sealed class ConfigurationSwitches
{
    private readonly Option<string[]> _files = new("--config-file")
    {
        Description = $"Configuration file to read instead of {ConfigurationArguments.SystemFile}. Can be given several times; later ones win.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
    };

    private readonly Option<string[]> _directories = new("--config-dir")
    {
        Description = $"Folder of *.conf files to read instead of {ConfigurationArguments.SystemDirectory}. Can be given several times, mixed with --config-file; later ones win.",
        HelpName = "DIR",
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_files);
        command.Options.Add(_directories);
    }

    /// <summary>The paths in the order in which they were given, files and folders mixed.</summary>
    public IReadOnlyList<ConfigurationPath> Paths(ParseResult result)
    {
        var files = new Queue<string>(result.GetValue(_files) ?? []);
        var directories = new Queue<string>(result.GetValue(_directories) ?? []);
        var paths = new List<ConfigurationPath>();
        foreach (var token in result.Tokens.Where(token => token.Type == TokenType.Option))
        {
            if (token.Value == _files.Name && files.TryDequeue(out var file))
                paths.Add(new(IsDirectory: false, file));
            else if (token.Value == _directories.Name && directories.TryDequeue(out var directory))
                paths.Add(new(IsDirectory: true, directory));
        }

        return paths;
    }
}
