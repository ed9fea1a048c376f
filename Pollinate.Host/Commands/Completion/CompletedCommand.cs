using System.CommandLine;
using System.CommandLine.Completions;

namespace Pollinate.Host.Commands.Completion;

/// <summary>A command as shells complete it.</summary>
/// <param name="Path">Its name, behind those of the commands that it is a part of; empty for the executable.</param>
/// <param name="Help">What it does.</param>
/// <param name="Options">Its options, those among them that it shares with all others.</param>
/// <param name="Subcommands">Its parts, by name, and what they do.</param>
/// <param name="Words">What to propose for its argument.</param>
internal sealed record CompletedCommand(
    IReadOnlyList<string> Path,
    string Help,
    IReadOnlyList<CompletedOption> Options,
    IReadOnlyList<(string Name, string Help)> Subcommands,
    IReadOnlyList<string> Words)
{
    /// <summary>The command and all of its parts, those that are for nobody to type left out.</summary>
    public static IReadOnlyList<CompletedCommand> All(RootCommand root) => [.. Walk(root, [], [])];

    private static IEnumerable<CompletedCommand> Walk(Command command, IReadOnlyList<string> path, IReadOnlyList<Option> inherited)
    {
        Option[] own = [.. command.Options.Where(option => !option.Hidden)];
        Command[] parts = [.. command.Subcommands.Where(part => !part.Hidden)];
        yield return new(
            path,
            command.Description ?? "",
            [.. own.Concat(inherited).Select(CompletedOption.Of).OrderBy(option => option.Name, StringComparer.Ordinal)],
            [.. parts.Select(part => (part.Name, part.Description ?? ""))],
            [.. command.Arguments.SelectMany(argument => argument.GetCompletions(CompletionContext.Empty)).Select(item => item.Label)]);
        Option[] handedDown = [.. inherited, .. own.Where(option => option.Recursive)];
        foreach (var part in parts.SelectMany(part => Walk(part, [.. path, part.Name], handedDown)))
            yield return part;
    }
}
