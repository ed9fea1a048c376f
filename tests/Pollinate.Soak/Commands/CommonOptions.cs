using System.CommandLine;

namespace Pollinate.Soak.Commands;

/// <summary>What every command takes.</summary>
internal sealed class CommonOptions
{
    public Option<string> Daemon { get; } = new("--daemon") { Description = "The daemon's executable, with the shipped plugins beside it.", Required = true };

    public Option<string> Plugins { get; } = new("--plugins") { Description = "The folder tests/Plugins with its built plugins.", Required = true };

    public Option<string> Configuration { get; } = new("--configuration") { Description = "The configuration that the plugins were built in.", DefaultValueFactory = _ => "Debug" };

    public Option<string?> Report { get; } = new("--report") { Description = "The file to write the report to." };

    public void AddTo(Command command)
    {
        command.Options.Add(Daemon);
        command.Options.Add(Plugins);
        command.Options.Add(Configuration);
        command.Options.Add(Report);
    }
}
