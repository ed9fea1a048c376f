using System.CommandLine;
using System.CommandLine.Help;
using Pollinate.Host.Commands.Completion;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Commands.Manual;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Hosting;

namespace Pollinate.Host.Commands;

/// <summary>The commands, as the executable has them.</summary>
internal static class CommandLine
{
    /// <summary>What the executable is called, whatever this process is.</summary>
    public const string Name = "nova-pollinate";

    private const int MostWidth = 100;

    /// <summary>No files of arguments: an argument that begins with an at sign is one like any other.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Create()
    {
        var switches = new ConfigurationSwitches();
        var root = new DocumentedRoot("Serves OpenStack Nova's dynamic vendordata.", Manual) { HelpName = Name };
        switches.AddTo(root);
        root.Subcommands.Add(CheckCommand.Create(switches));
        root.Subcommands.Add(ProvidersCommand.Create(switches));
        root.Subcommands.Add(InvokeCommand.Create(switches));
        root.Subcommands.Add(ConfigShowCommand.Create(switches, arguments => DaemonConfiguration.Load(arguments).Snapshot));
        root.Subcommands.Add(GenconfigCommand.Create(switches));
        root.Subcommands.Add(CompletionCommand.Create(root));
        root.Subcommands.Add(VersionCommand.Create());
        root.Subcommands.Add(ManCommand.Create(root));
        root.Subcommands.Add(ProviderNamesCommand.Create(switches));
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Print what a command does, its options, its exit codes and an example.";
        help.Action = new HelpText(Width());
        var version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Print the version.";
        version.Action = new VersionText();
        root.SetAction((result, cancellationToken) => ServeCommand.RunAsync(
            ConfigurationArguments.OfProcess(switches.Paths(result)), Console.Error, started: null, cancellationToken));
        return root;
    }

    /// <summary>Runs what the arguments say.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, InvocationConfiguration invocation)
    {
        var result = Create().Parse(arguments, Parsing);
        return UsageError.Of(result) is { } error ? Task.FromResult(error.Write(invocation.Error)) : result.InvokeAsync(invocation);
    }

    private static CommandManual Manual => new(
        [
            "Without a command, nova-pollinate serves until SIGTERM or SIGINT ends it, and reads its configuration and its plugins anew " +
            "at SIGHUP. It logs to standard error, or to [DEFAULT] log_file.",
        ],
        [
            new(CommandProcess.Good, "It was told to stop and has stopped; a command did what it says."),
            new(CommandProcess.Bad, "It did not start, and standard error says why, all of it; or the command line makes no sense."),
        ],
        [
            new("nova-pollinate --config-file /etc/nova-pollinate/nova-pollinate.conf", "Serve with this file."),
            new("nova-pollinate check", "See first whether it would start."),
        ]);

    private static int Width() => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? MostWidth : Math.Min(MostWidth, Console.WindowWidth);
}
