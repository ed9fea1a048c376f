using System.CommandLine;
using Pollinate.Host.Commands.Help;

namespace Pollinate.Host.Commands.Completion;

/// <summary><c>nova-pollinate completion</c>: prints a script that has a shell complete the command line.</summary>
internal static class CompletionCommand
{
    private const string Bash = "bash";
    private const string Zsh = "zsh";
    private const string Fish = "fish";

    /// <param name="root">All commands.</param>
    public static Command Create(RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = $"{Bash}, {Zsh} or {Fish}." };
        shell.AcceptOnlyFromAmong(Bash, Zsh, Fish);
        var command = new DocumentedCommand("completion", "Print a script that has a shell complete commands, options, files and providers.", Manual) { shell };
        command.SetAction(result =>
        {
            var commands = CompletedCommand.All(root);
            result.InvocationConfiguration.Output.Write(result.GetValue(shell) switch
            {
                Zsh => ZshCompletion.Script(commands),
                Fish => FishCompletion.Script(commands),
                _ => BashCompletion.Script(commands),
            });
            return CommandProcess.Good;
        });
        return command;
    }

    private static CommandManual Manual => new(
        ["The script knows all commands by itself. It runs nova-pollinate only for the names of providers, which the configuration has."],
        [
            new(CommandProcess.Good, "It was printed."),
            new(CommandProcess.Bad, "There is no script for that shell."),
        ],
        [
            new("source <(nova-pollinate completion bash)", "Complete in this bash."),
            new("nova-pollinate completion zsh > /usr/share/zsh/vendor-completions/_nova-pollinate", "Complete in every zsh."),
            new("nova-pollinate completion fish > /usr/share/fish/vendor_completions.d/nova-pollinate.fish", "Complete in every fish."),
        ]);
}
