using System.CommandLine;
using System.CommandLine.Invocation;
using Pollinate.Host.Text;

namespace Pollinate.Host.Commands;

/// <summary>A command line that makes no sense: what is wrong with it, and where help is.</summary>
/// <param name="Messages">What is wrong, a sentence each.</param>
/// <param name="Command">The command that was meant, as it is called.</param>
internal sealed record UsageError(IReadOnlyList<string> Messages, string Command)
{
    /// <returns>Null when the command line makes sense, or asks for help.</returns>
    public static UsageError? Of(ParseResult result) => result.Action is ParseErrorAction
        ? new([.. result.Errors.Select(error => Punctuate(OneLine.Of(error.Message) + Suggest(result, error.Message))).Distinct()], PathOf(result.CommandResult.Command))
        : null;

    /// <returns>The exit code.</returns>
    public int Write(TextWriter errors)
    {
        foreach (var message in Messages)
            errors.WriteLine($"{CommandLine.Name}: error: {message}");
        errors.WriteLine($"{CommandLine.Name}: run {Command} --help for what there is.");
        return CommandProcess.Bad;
    }

    /// <summary>The command or option that was meant, where one is near.</summary>
    private static string Suggest(ParseResult result, string message)
    {
        var command = result.CommandResult.Command;
        var known = command.Subcommands.Where(part => !part.Hidden).Select(part => part.Name).Concat(command.Options.Select(option => option.Name)).ToList();
        var unknown = result.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
        return unknown is not null && NearestName.Find(unknown, known) is { } nearest ? $"; did you mean {nearest}?" : "";
    }

    private static string Punctuate(string message) => message.Replace(".; did", "; did", StringComparison.Ordinal);

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : CommandLine.Name;
}
