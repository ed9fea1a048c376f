using System.CommandLine;
using System.CommandLine.Completions;

namespace Pollinate.Host.Commands.Completion;

/// <summary>An option as shells complete it.</summary>
/// <param name="Name">Its name, with its hyphens.</param>
/// <param name="Aliases">Its other names, those of other systems left out.</param>
/// <param name="Help">What it does.</param>
/// <param name="Value">What to propose for its value.</param>
/// <param name="ValueName">What its value is called in the help.</param>
/// <param name="Choices">The words, if there are some.</param>
/// <param name="IsRepeatable">It can be given several times.</param>
internal sealed record CompletedOption(
    string Name,
    IReadOnlyList<string> Aliases,
    string Help,
    CompletedValue Value,
    string ValueName,
    IReadOnlyList<string> Choices,
    bool IsRepeatable)
{
    public IEnumerable<string> Names => [.. Aliases, Name];

    public static CompletedOption Of(Option option)
    {
        var choices = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool)
            ? []
            : option.GetCompletions(CompletionContext.Empty).Select(item => item.Label).ToArray();
        return new(
            option.Name,
            [.. option.Aliases.Where(alias => alias != option.Name && alias.StartsWith('-') && alias != "-?").Order(StringComparer.Ordinal)],
            option.Description ?? "",
            ValueOf(option, choices),
            option.HelpName ?? "",
            choices,
            option.ValueType.IsArray);
    }

    private static CompletedValue ValueOf(Option option, string[] choices) => option.HelpName switch
    {
        _ when option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) => CompletedValue.None,
        "FILE" => CompletedValue.File,
        "DIR" => CompletedValue.Folder,
        "PROVIDER" => CompletedValue.Provider,
        _ => choices.Length > 0 ? CompletedValue.Choice : CompletedValue.Free,
    };
}
