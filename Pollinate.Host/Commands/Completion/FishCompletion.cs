using System.Text;

namespace Pollinate.Host.Commands.Completion;

/// <summary>Writes the script for fish.</summary>
internal static class FishCompletion
{
    public static string Script(IReadOnlyList<CompletedCommand> commands)
    {
        var taking = commands.SelectMany(command => command.Options).DistinctBy(option => option.Name)
            .Where(option => option.Value != CompletedValue.None).SelectMany(option => option.Names);
        var script = new StringBuilder($$"""
            # Completes nova-pollinate in fish. Written by: nova-pollinate completion fish

            # Whether the words before the cursor lead to one command.
            function __nova_pollinate_at
                set -l path
                set -l is_value 0
                for word in (commandline -opc)[2..-1]
                    if test $is_value -eq 1
                        set is_value 0
                    else if contains -- $word {{string.Join(' ', taking)}}
                        set is_value 1
                    else if not string match -q -- '-*' $word
                        set -a path $word
                    end
                end
                test "$path" = "$argv"
            end

            function __nova_pollinate_providers
                set -l configuration
                set -l words (commandline -opc)
                for i in (seq 2 (count $words))
                    if string match -q -r -- '^--config-(file|dir)$' $words[$i]; and set -q words[(math $i + 1)]
                        set -a configuration $words[$i] $words[(math $i + 1)]
                    else if string match -q -r -- '^--config-(file|dir)=' $words[$i]
                        set -a configuration $words[$i]
                    end
                end
                $words[1] {{ProviderNamesCommand.Name}} $configuration 2>/dev/null
            end

            complete -c nova-pollinate -f

            """);
        foreach (var command in commands)
        {
            var condition = $"complete -c nova-pollinate -n {Quote($"__nova_pollinate_at {string.Join(' ', command.Path)}".TrimEnd())}";
            foreach (var (name, help) in command.Subcommands)
                script.Append($"{condition} -a {name} -d {Quote(help)}\n");
            foreach (var word in command.Words)
                script.Append($"{condition} -a {word}\n");
            foreach (var option in command.Options)
                script.Append($"{condition} {string.Join(' ', option.Names.Select(Name))} {Value(option)}-d {Quote(option.Help)}\n");
        }

        return script.ToString();
    }

    private static string Name(string name) => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}";

    private static string Value(CompletedOption option) => option.Value switch
    {
        CompletedValue.None => "",
        CompletedValue.File => "-r -F ",
        CompletedValue.Folder => "-x -a '(__fish_complete_directories)' ",
        CompletedValue.Provider => "-x -a '(__nova_pollinate_providers)' ",
        CompletedValue.Choice => $"-x -a {Quote(string.Join(' ', option.Choices))} ",
        _ => "-x ",
    };

    private static string Quote(string text) =>
        $"'{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
